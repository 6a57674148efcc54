/** Backups of a running node, and the way back from them. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.backup;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
