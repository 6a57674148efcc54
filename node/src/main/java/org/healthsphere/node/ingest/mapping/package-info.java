/** Mapping files a steward can read, and the engine that follows them. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.ingest.mapping;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
