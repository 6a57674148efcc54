/** SNOMED CT's Expression Constraint Language: what an expression says, apart from what it comes to. */
@NullMarked
@CheckReturnValue
package org.healthsphere.terminology.ecl;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
