/** Terminology as it is recorded: RDF with its provenance, for curation and research, never for an answer. */
@NullMarked
@CheckReturnValue
package org.healthsphere.terminology.jena;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
