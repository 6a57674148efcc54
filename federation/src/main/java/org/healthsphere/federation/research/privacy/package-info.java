/** Noise that is exactly what the formula says, and the account of what it protects. */
@NullMarked
@CheckReturnValue
package org.healthsphere.federation.research.privacy;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
