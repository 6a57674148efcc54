/** What the project says of its conformance, held against what it has. */
@NullMarked
@CheckReturnValue
package org.healthsphere.compose.conformance;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
