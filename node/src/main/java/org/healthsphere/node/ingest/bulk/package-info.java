/** Files of FHIR Bulk Data: the export of another server. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.ingest.bulk;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
