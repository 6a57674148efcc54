/** The terminology of one node: what it holds, compiled once and opened at each start. */
@NullMarked
@CheckReturnValue
package org.healthsphere.terminology.library;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
