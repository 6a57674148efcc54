/** The key of care's tokens, which members hold together: a threshold of them makes a token, and nobody sees of whom. */
@NullMarked
@CheckReturnValue
package org.healthsphere.federation.linkage.oblivious;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
