package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.index.Catalog;

/** Read and search of the value sets that are held. */
final class HeldValueSets {
    private static final int ID_LENGTH = 32;

    private final Catalog catalog;

    HeldValueSets(Catalog catalog) {
        this.catalog = catalog;
    }

    Outcome<ObjectNode> read(String id) {
        return catalog.valueSets().stream()
                .filter(valueSet -> id(valueSet.id()).equals(id))
                .map(HeldValueSets::resource)
                .findFirst()
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("value set")));
    }

    ObjectNode search(String url, String version) {
        var bundle = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Bundle")
                .put("type", "searchset");
        var found = catalog.valueSets().stream()
                .filter(valueSet -> url.isEmpty() || valueSet.id().url().equals(url))
                .filter(valueSet -> version.isEmpty() || valueSet.id().version().equals(version))
                .toList();
        bundle.put("total", found.size());
        if (!found.isEmpty()) {
            var entries = bundle.putArray("entry");
            found.forEach(valueSet -> entries.addObject().set("resource", resource(valueSet)));
        }
        return bundle;
    }

    private static ObjectNode resource(ValueSet valueSet) {
        var resource = (ObjectNode) valueSet.resource().deepCopy();
        return resource.put("id", id(valueSet.id()));
    }

    /** The same on every node. */
    private static String id(Canonical canonical) {
        return Sha256.of(canonical.toString()).hex().substring(0, ID_LENGTH);
    }
}
