/** FHIR over HTTP: routes, headers and nothing else; the interactions themselves are in {@code node.fhir}. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.http.fhir;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
