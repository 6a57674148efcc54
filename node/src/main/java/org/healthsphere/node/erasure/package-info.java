/** The legal erasure of one patient from everything that this node keeps. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.erasure;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
