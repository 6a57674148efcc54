/** This hospital's side of federated research: its records as columns, what consent permits of them, and the joins. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.research;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
