/** The console of those who run the node: health, messages, members. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.web.ops;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
