/** A network of real processes: authority, ledger, nodes, and members that misbehave. */
@NullMarked
@CheckReturnValue
package org.healthsphere.compose.network;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
