/** The node's terminology over HTTP. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.http.terminology;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
