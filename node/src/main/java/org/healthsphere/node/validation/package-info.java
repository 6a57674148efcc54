/** The reference model of FHIR at the edge of the node: what needs it, and nothing on the way of the bytes. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.validation;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
