/** Rows: of files, of databases, of devices; one kind of message for all of them. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.ingest.table;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
