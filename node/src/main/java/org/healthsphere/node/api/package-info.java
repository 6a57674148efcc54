/** What programs of a hospital ask of its node beyond FHIR: the network's record, consents, studies, feeds. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.api;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
