/** The logs of what was consented to and decided: signed together with other members, and proved to whoever they concern. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.transparency;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
