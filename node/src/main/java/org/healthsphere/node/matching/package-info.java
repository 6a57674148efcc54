/** Who here may be one person twice: what the steward decides, and what came of it. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.matching;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
