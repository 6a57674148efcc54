/** The one gate: what may leave, and the receipt for what did. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.release;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
