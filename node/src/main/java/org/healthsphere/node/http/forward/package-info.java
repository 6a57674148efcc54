/** Taking what arrives here to the process that answers it. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.http.forward;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
