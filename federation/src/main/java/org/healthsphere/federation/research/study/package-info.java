/** How an analysis of a study is computed at many hospitals at once: nobody but a hospital sees its numbers, and all check the sum. */
@NullMarked
@CheckReturnValue
package org.healthsphere.federation.research.study;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
