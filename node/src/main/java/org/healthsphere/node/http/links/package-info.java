/** The paths of SMART Health Links. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.http.links;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
