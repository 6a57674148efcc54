/** The durable store, on Apache Ignite; the only home of that library. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.store.ignite;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
