/** One record for the one who treats the patient: the International Patient Summary of what the network released. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.care;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
