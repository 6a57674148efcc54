package org.healthsphere.node.portal;

import java.util.List;
import org.healthsphere.specs.Coding;

/** What a hospital's own code may mean, for a steward to judge. */
@FunctionalInterface
interface CodeSuggestions {
    /** The likeliest first, as people read them: code and name. */
    List<String> of(Coding code, String name, List<String> targets);
}
