/** The reference store: everything in memory, for tests and for the shortest demo. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.store.memory;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
