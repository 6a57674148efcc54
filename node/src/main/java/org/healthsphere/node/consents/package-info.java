/** A patient's consents at this hospital: signed, put on the ledger, ended, proved. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.consents;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
