/** FHIR R4's terminology operations, apart from the way they are carried. */
@NullMarked
@CheckReturnValue
package org.healthsphere.terminology.fhir;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
