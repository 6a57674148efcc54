/** The search index, on Apache Lucene; the only home of that library in the node. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.store.index;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
