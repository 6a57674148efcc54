/** The members of the network as other health software expects to find them: a directory in FHIR (IHE mCSD). */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.directory;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
