/** Requests that nobody sends by mistake. */
@NullMarked
@CheckReturnValue
package org.healthsphere.compose.hostile;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
