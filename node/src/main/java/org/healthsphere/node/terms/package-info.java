/** Terminology between members: who means what by which code, and files that one has and another lacks. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.terms;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
