/** The hospital's own provider of identities for its staff (OpenID Connect Core 1.0), of which this node is a client. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.openid;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
