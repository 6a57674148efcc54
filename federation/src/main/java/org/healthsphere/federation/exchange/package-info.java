/** One record asked of many members: each answers what consent permits, and none is missing silently. */
@NullMarked
@CheckReturnValue
package org.healthsphere.federation.exchange;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
