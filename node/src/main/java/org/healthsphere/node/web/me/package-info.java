/** The patient's place: his record, what he allows, who looked. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.web.me;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
