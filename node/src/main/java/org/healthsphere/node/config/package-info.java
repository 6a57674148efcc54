/** The settings of one node, read once at the edge. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.config;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
