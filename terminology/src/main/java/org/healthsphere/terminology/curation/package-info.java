/** Maps from local codes to standard ones in the making: suggested by the machine, judged by people. */
@NullMarked
@CheckReturnValue
package org.healthsphere.terminology.curation;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
