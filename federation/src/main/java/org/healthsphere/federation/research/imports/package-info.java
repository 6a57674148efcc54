/** Cohorts that were written in other languages: what cannot be said in ours is refused by its name, and nothing is left out in silence. */
@NullMarked
@CheckReturnValue
package org.healthsphere.federation.research.imports;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
