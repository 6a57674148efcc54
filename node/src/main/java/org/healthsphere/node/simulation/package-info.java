/** A network of many members in one process, with everything that goes wrong in a large one, checked against what is true. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.simulation;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
