/** Documents of other hospitals that patients bring themselves. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.ingest.upload;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
