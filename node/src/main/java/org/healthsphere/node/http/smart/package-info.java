/** The paths that apps call: discovery, tokens, keys, registration (SMART App Launch 2.2). */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.http.smart;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
