/** The lines between the processes of one node: TCP under TLS, where both sides show the node's own certificate. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.cluster.tcp;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
