/** A ledger in one process that speaks Fabric's Gateway protocol: tamper-evident, but one operator orders. */
@NullMarked
@CheckReturnValue
package org.healthsphere.consent.embedded;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
