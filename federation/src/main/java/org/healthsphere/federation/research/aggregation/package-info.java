/** Adding up numbers of many members so that nobody sees a single one. */
@NullMarked
@CheckReturnValue
package org.healthsphere.federation.research.aggregation;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
