/** What everybody has for himself: passkeys, where he is signed in, and proving anew who he is. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.web.account;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
