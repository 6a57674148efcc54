/** HL7 v2 messages. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.ingest.v2;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
