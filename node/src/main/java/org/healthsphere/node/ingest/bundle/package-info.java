/** FHIR bundles. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.ingest.bundle;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
