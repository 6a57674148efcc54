/** Tokens by which a study tells patients apart across hospitals: made with a key that all members hold together, for one study only. */
@NullMarked
@CheckReturnValue
package org.healthsphere.federation.research.tokens;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
