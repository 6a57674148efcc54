/** A question to many hospitals, answered by one number that discloses nobody. */
@NullMarked
@CheckReturnValue
package org.healthsphere.federation.research;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
