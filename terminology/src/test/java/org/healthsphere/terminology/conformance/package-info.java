/** The HL7 terminology ecosystem tests, run in process. */
@NullMarked
@CheckReturnValue
package org.healthsphere.terminology.conformance;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
