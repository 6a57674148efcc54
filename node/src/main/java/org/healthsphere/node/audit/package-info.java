/** The audit log: who asked for what, and what became of it; written before anything leaves. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.audit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
