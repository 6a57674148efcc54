/** The structure of FHIR R4's types, as data. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.fhir.structure;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
