/** Many members' records of one patient as one record that says of everything whence it is. */
@NullMarked
@CheckReturnValue
package org.healthsphere.federation.merge;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
