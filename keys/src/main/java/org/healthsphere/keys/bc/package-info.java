/** Certificates and requests made with Bouncy Castle, its only home. */
@NullMarked
@CheckReturnValue
package org.healthsphere.keys.bc;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
