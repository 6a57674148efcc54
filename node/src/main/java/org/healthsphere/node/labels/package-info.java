/** Labels of sensitivity: set on whatever comes in, kept by whoever changes it, and set anew when value sets change. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.labels;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
