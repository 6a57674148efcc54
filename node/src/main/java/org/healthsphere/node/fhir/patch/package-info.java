/** Changes to a part of a resource: JSON Patch and FHIRPath Patch. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.fhir.patch;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
