/** The contract behind a Fabric peer, as a service of its own. */
@NullMarked
@CheckReturnValue
package org.healthsphere.consent.chaincode;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
