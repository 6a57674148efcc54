/** A patient shares his summary with whoever holds a link: SMART Health Links, made, opened, counted, ended. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.links;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
