/** FHIR Bulk Data Access 2.0: export of everything that a program may have. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.fhir.bulk;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
