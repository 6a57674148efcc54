/** An append-only log of what was consented to and decided, and proofs that anybody checks offline (RFC 6962, RFC 9162). */
@NullMarked
@CheckReturnValue
package org.healthsphere.consent.transparency;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
