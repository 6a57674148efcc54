package org.healthsphere.node.care;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;
import org.healthsphere.federation.merge.MergedItem;
import org.healthsphere.federation.merge.Source;
import org.healthsphere.specs.NodeId;

/** Where the entries of a document say that they are from. */
final class Provenances {
    /** The members of the network, as an identifier and as a tag. */
    static final String MEMBERS = "https://healthsphere.org/fhir/members";

    private Provenances() {}

    /** The meta of an entry: whence it is shown, all who report it, and its security labels as they were. */
    static ObjectNode meta(MergedItem item) {
        var meta = JsonNodeFactory.instance
                .objectNode()
                .put("source", uri(item.sources().getFirst()));
        var security = item.resource().path("meta").path("security");
        if (!security.isEmpty()) {
            meta.set("security", security.deepCopy());
        }
        var tags = meta.putArray("tag");
        item.sources().stream()
                .map(source -> source.member().value())
                .distinct()
                .forEach(member -> tags.addObject().put("system", MEMBERS).put("code", member));
        return meta;
    }

    static String members(MergedItem item) {
        return item.sources().stream()
                .map(Source::member)
                .map(NodeId::value)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String uri(Source source) {
        return "urn:healthsphere:" + source.member() + ":" + source.type() + ":" + source.id() + ":" + source.version();
    }
}
