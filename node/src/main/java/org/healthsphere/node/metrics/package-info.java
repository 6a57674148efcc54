/** What the node counts and measures about itself; never anything about a patient. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.metrics;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
