/** Subscriptions R5 Backport 1.1 on R4: who wants to be told of what, and the telling. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.fhir.subscription;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
