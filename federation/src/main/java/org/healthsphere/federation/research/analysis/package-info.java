/** Exact statistics over many sites, from sums that each site computes for itself: no row ever leaves one. */
@NullMarked
@CheckReturnValue
package org.healthsphere.federation.research.analysis;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
