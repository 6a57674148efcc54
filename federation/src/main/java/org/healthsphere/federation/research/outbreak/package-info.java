/** Weeks in which there were more patients than the weeks before let expect; as R's package surveillance judges them. */
@NullMarked
@CheckReturnValue
package org.healthsphere.federation.research.outbreak;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
