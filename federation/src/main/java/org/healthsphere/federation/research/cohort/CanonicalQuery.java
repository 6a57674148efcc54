package org.healthsphere.federation.research.cohort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Sha256;

/**
 * The one spelling of a question, and its name.
 *
 * <p>Alike are: the order, nesting and repetition of what is joined by and, or; double negation and De Morgan's laws; the
 * order and repetition of codes; trailing zeros and units of one dimension; ages that are left open. Questions that are alike
 * for a deeper reason (absorption, a hierarchy) may have different names. Questions of one name always mean the same.
 *
 * @param tree the JSON as it goes into other documents
 * @param json RFC 8785, without the label; parses to a question that is its own canonical form
 * @param hash SHA-256 of it: the query hash
 */
public record CanonicalQuery(JsonNode tree, Bytes json, Sha256 hash) {
    static CanonicalQuery of(CohortQuery query) {
        var tree = tree(query);
        var json = CanonicalJson.of(tree);
        return new CanonicalQuery(tree, Bytes.of(json), Sha256.of(json));
    }

    private static JsonNode tree(CohortQuery query) {
        var tree = JsonNodeFactory.instance.objectNode();
        tree.put("v", 1)
                .put("tier", query.tier().name())
                .put("epsilonMicros", query.epsilonMicros())
                .set("cohort", CohortWriter.json(NormalForm.of(query.body().cohort())));
        tree.putObject("purpose").put("act", query.purpose().name()).put("study", query.study());
        tree.putArray("out").add(CohortWriter.json(query.body().output()));
        return tree;
    }
}
