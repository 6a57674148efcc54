/** Records as documents of C-CDA R2.1, for systems that read no FHIR. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.outbound.cda;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
