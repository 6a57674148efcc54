/** Who else is in the network, and how to speak with them. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.network;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
