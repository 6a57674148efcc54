/** Signed JSON: JSON Web Signature (RFC 7515). */
@NullMarked
@CheckReturnValue
package org.healthsphere.keys.jose;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
