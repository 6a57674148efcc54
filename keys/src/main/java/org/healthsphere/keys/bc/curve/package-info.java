/** The curves of signatures and of agreement, where Bouncy Castle needs a fraction of the time that the platform needs. It knows nothing of ours. */
@NullMarked
@CheckReturnValue
package org.healthsphere.keys.bc.curve;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
