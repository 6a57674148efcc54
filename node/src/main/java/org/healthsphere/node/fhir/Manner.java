package org.healthsphere.node.fhir;

import org.healthsphere.node.store.index.SearchParameters;

/** Which parameters of a search are taken as they are; the others are left out, and the answer names them. */
@FunctionalInterface
interface Manner {
    /** Everything is taken; what is not understood is then refused. */
    Manner STRICT = (_, _) -> true;

    /** Whether a parameter is taken: a name without modifier and chain. */
    boolean takes(String type, String name);

    static Manner lenient(SearchParameters parameters) {
        return (type, name) ->
                name.equals("_has") || parameters.find(type, name).isPresent();
    }
}
