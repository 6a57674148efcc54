/** Oblivious pseudorandom functions (RFC 9497): an output of somebody's key on an input that the holder of the key never sees. */
@NullMarked
@CheckReturnValue
package org.healthsphere.keys.bc.oprf;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
