/** Several processes as one node: one log, agreed on by a majority, and who is its head. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.cluster;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
