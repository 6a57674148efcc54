/** The rules of the ledger itself, the same wherever they run: who may write what, and what is refused. */
@NullMarked
@CheckReturnValue
package org.healthsphere.consent.contract;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
