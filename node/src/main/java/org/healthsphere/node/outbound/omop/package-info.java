/** Records as tables of the OMOP common data model 5.4. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.outbound.omop;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
