/** Who may look at a patient's record in his place: whom he names himself, and guardians of those who cannot. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.delegates;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
