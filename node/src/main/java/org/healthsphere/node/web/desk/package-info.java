/** The workspace of clinicians and researchers: one merged record, one question to the network. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.web.desk;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
