/** Where flat rows of records go: a file, a table of a database. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.outbound.flat;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
