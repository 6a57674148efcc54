/** What the node tells the hospital's own systems of by itself: HL7 v2 messages, when something was admitted, changed or ended. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.outbound;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
