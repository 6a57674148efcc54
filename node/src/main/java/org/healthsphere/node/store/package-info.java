/** Resources as bytes, kept durably and found quickly. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.store;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
