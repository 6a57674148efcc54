/** C-CDA documents. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.ingest.cda;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
