/** Reads the releases of published terminologies as their publishers hand them out. */
@NullMarked
@CheckReturnValue
package org.healthsphere.terminology.load;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
