/** What a hospital's systems send becomes records: kept whole, once, with its origin, or set aside and counted. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.ingest;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
