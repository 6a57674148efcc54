/** Other servers of the hospital, asked over HTTP. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.ingest.remote;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
