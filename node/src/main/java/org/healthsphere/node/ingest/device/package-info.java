/** What people measure themselves: Open mHealth, and the export of Apple Health. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.ingest.device;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
