/** Reading JSON so that nothing in it is overlooked. */
@NullMarked
@CheckReturnValue
package org.healthsphere.federation.research.json;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
