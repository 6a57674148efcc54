/** Finding the same person at another member without saying who it is. */
@NullMarked
@CheckReturnValue
package org.healthsphere.federation.linkage;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
