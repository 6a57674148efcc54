/** The way to other members over HTTPS with certificates on both sides, and the door they come in by. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.peers;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
