/** Three hospitals on one machine, and the story they tell. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.demo;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
