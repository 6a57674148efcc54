/** FHIR's RESTful interactions: what is let in, what is written together, what is answered. Nothing in here knows of HTTP. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.fhir;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
