/** Sealing: envelopes between members, secrets for a recipient, secrets at rest. */
@NullMarked
@CheckReturnValue
package org.healthsphere.keys.sealing;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
