package org.healthsphere.node.outbound.omop;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a concept of FHIR is in the model.
 *
 * @param concept 0: not mapped
 * @param source the concept of the code itself
 * @param text the code as its source wrote it, else the words
 */
record Coded(long concept, long source, String text) {
    static final Coded NOTHING = new Coded(0, 0, "");

    /** Of a CodeableConcept: its codings in their order, the first that is mapped. */
    static Coded of(JsonNode concept, Vocabulary vocabulary) {
        var coded = new Coded(0, 0, "");
        for (var coding : concept.path("coding")) {
            coded = coded.or(of(coding.path("system").asText(), coding.path("code").asText(), vocabulary));
        }
        return coded.text().isEmpty()
                ? new Coded(coded.concept, coded.source, concept.path("text").asText())
                : coded;
    }

    /** Of a Coding. */
    static Coded of(String system, String code, Vocabulary vocabulary) {
        var known = vocabulary.concept(system, code);
        // A number of the model is no code of a source.
        return new Coded(known.standard(), known.source(), system.equals(Vocabulary.CONCEPTS) ? "" : code);
    }

    private Coded or(Coded next) {
        return new Coded(
                concept == 0 ? next.concept : concept,
                source == 0 ? next.source : source,
                text.isEmpty() ? next.text : text);
    }
}
