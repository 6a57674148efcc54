/** Apps: which are known, who connected them to what, and the tokens that say so (SMART App Launch 2.2). */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.smart;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
