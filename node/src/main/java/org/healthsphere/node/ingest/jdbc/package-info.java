/** Rows of databases, read in the order in which they change. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.ingest.jdbc;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
