/** The way in: the first page, signing in and out. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.web.start;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
