/** Resources as flat rows, by ViewDefinitions of SQL on FHIR v2. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.fhir.flat;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
