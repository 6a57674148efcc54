/** Many clients at once for a while, at a node with little memory: {@code ./hie load}. */
@NullMarked
@CheckReturnValue
package org.healthsphere.compose.load;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
