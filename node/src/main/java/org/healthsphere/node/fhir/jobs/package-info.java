/** What clients have asked for and come back for later: kept in the store, so that it outlives the process. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.fhir.jobs;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
