/** What another FHIR server tells of its changes, by a subscription there. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.ingest.following;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
