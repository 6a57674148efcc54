/** Patients' passkeys (W3C Web Authentication, level 3): made, kept, asked for, taken back, and given anew at the hospital's desk. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.passkeys;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
