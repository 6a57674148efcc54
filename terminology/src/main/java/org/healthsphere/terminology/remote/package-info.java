/** Terminology that another server answers. */
@NullMarked
@CheckReturnValue
package org.healthsphere.terminology.remote;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
