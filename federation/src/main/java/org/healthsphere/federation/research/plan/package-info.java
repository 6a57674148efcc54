/** What a study asks: its document, the columns that follow from it, the computations over them and what may be told of their results. */
@NullMarked
@CheckReturnValue
package org.healthsphere.federation.research.plan;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
