/** Parts of resources, as {@code _summary} and {@code _elements} ask for them. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.fhir.view;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
