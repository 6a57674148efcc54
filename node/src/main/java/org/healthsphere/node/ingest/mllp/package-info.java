/** HL7 v2 on the wire: the Minimal Lower Layer Protocol. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.ingest.mllp;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
