/** What the pages show and do, joined to the rest of the node: each port of {@code web} has its one implementation here. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.portal;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
