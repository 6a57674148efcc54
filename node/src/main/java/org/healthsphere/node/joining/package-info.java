/** How a hospital comes into a network that runs: what it asks for, who it asks, and what it is given. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.joining;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
