/** What one hospital hands another of a patient's record: referrals and discharge summaries, sent, kept and acknowledged. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.handover;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
