/** Terminology as it is asked: compiled, memory-mapped, the same bytes everywhere. */
@NullMarked
@CheckReturnValue
package org.healthsphere.terminology.index;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
