package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.index.SystemView;

/** A code of an expansion: a concept, and what the value set says of it. */
final class Entry {
    private final SystemView view;
    private final int concept;
    private final ValueSet valueSet;
    private final JsonNode listed;
    private final List<Entry> below = new ArrayList<>();
    private int depth;

    private Entry(SystemView view, int concept, ValueSet valueSet, JsonNode listed) {
        this.view = view;
        this.concept = concept;
        this.valueSet = valueSet;
        this.listed = listed;
    }

    static Entry of(SystemView view, int concept, ValueSet valueSet) {
        return new Entry(view, concept, valueSet, JsonNodeFactory.instance.objectNode());
    }

    /** A concept that the value set lists by name. */
    static Entry listed(SystemView view, int concept, ValueSet valueSet, JsonNode listed) {
        return new Entry(view, concept, valueSet, listed);
    }

    SystemView view() {
        return view;
    }

    int concept() {
        return concept;
    }

    String system() {
        return view.id().url();
    }

    String version() {
        return view.id().version();
    }

    /** Spelled as the value set lists it, else as its system does. */
    String code() {
        return listed.has("code") ? listed.path("code").asText("") : view.code(concept);
    }

    boolean isInactive() {
        return view.isInactive(concept);
    }

    boolean isAbstract() {
        return view.isAbstract(concept);
    }

    /** The element that lists it; empty when none does. */
    JsonNode listing() {
        return listed;
    }

    Names names() {
        var names = Names.of(view, concept);
        names.addListed(listed, valueSet.resource().path("language").asText(""));
        return names;
    }

    /** Puts a code right below it. */
    void above(Entry other) {
        below.add(other);
        other.depth = depth + 1;
    }

    /** How many codes are above it in a nested expansion. */
    int depth() {
        return depth;
    }

    /** The codes right below it in a nested expansion. */
    List<Entry> below() {
        return below;
    }
}
