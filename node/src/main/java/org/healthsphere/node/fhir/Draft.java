package org.healthsphere.node.fhir;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;

/**
 * A resource that has passed the check of its structure.
 *
 * @param at where it stood in the document that came, for instance {@code Bundle.entry[3].resource}
 * @param id as the sender wrote it
 * @param links in the order of the bytes
 */
record Draft(String at, String type, Optional<String> id, List<Link> links, Bytes json) {
    Draft {
        links = List.copyOf(links);
    }

    /** The same resource with other targets; every other byte stays. */
    Draft rewritten(UnaryOperator<String> target) {
        var out = new ByteArrayOutputStream(json.length() + 256);
        var from = 0;
        var changed = new ArrayList<Link>(links.size());
        for (var link : links) {
            var text = target.apply(link.target());
            out.write(json.array(), from, link.start() - from);
            var start = out.size();
            if (text.equals(link.target())) {
                out.write(json.array(), link.start(), link.end() - link.start());
            } else {
                out.writeBytes(Json.quoted(text));
            }
            changed.add(new Link(start, out.size(), text, link.kind()));
            from = link.end();
        }
        out.write(json.array(), from, json.length() - from);
        return new Draft(at, type, id, changed, Bytes.of(out.toByteArray()));
    }

    /** In whose record it is, when stored under this id. */
    Optional<String> patient(ResourceId id) {
        return id.type().equals("Patient")
                ? Optional.of(id.id())
                : links.stream()
                        .filter(link -> link.kind() == Link.Kind.PATIENT)
                        .flatMap(link -> patientId(link.target()).stream())
                        .findFirst();
    }

    private static Optional<String> patientId(String reference) {
        var parts = reference.split("/", -1);
        return parts.length >= 2 && parts[0].equals("Patient") && ResourceId.isId(parts[1])
                ? Optional.of(parts[1])
                : Optional.empty();
    }
}
