/** Which patients are meant: the question, its one spelling, and its answer on the facts of one hospital. */
@NullMarked
@CheckReturnValue
package org.healthsphere.federation.research.cohort;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
