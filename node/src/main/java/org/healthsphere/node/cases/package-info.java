/** A patient questions what somebody did with his record, and a steward of the hospital answers. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.cases;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
