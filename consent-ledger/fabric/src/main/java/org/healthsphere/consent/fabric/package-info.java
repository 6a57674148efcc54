/** A Fabric network of one's own: keys, first block, processes, contract. Only {@code peer} and {@code orderer} are somebody else's. */
@NullMarked
@CheckReturnValue
package org.healthsphere.consent.fabric;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
