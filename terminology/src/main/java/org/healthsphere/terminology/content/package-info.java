/** Terminology as it is written: code systems, value sets and concept maps, read from FHIR, SSSOM and CSV. */
@NullMarked
@CheckReturnValue
package org.healthsphere.terminology.content;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
