/** Code systems whose codes are made by rules instead of being listed: units of measure, language tags, media types. */
@NullMarked
@CheckReturnValue
package org.healthsphere.terminology.grammar;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
