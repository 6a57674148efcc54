/** Who may do what: people by password and session, programs by token, and the table of who may call which route. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.access;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
