package org.healthsphere.node.fhir;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.fhir.view.Part;
import org.healthsphere.node.fhir.view.Views;
import org.healthsphere.node.release.Released;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;

/** Writes Bundles of what the gate released: the bytes of the resources are put in as they are. */
final class Searchset {
    private static final int AROUND = 256;

    private final Views views;
    private final Frame frame;
    private final Json json;
    private String separator = "";

    /**
     * What is known about the page besides its resources.
     *
     * @param self its own address
     * @param next that of the next page
     * @param part of each resource that is shown
     * @param ignored names of parameters that were left out
     * @param total whether to tell the number of matches
     */
    record Frame(String base, String self, Optional<String> next, Part part, List<String> ignored, boolean total) {}

    private Searchset(Views views, Frame frame, int size) {
        this.views = views;
        this.frame = frame;
        this.json = new Json(size + 4 * AROUND);
    }

    static Bytes of(Views views, Frame frame, Released released, List<StoredResource> included) {
        var size = released.matches().stream()
                .mapToInt(r -> r.json().length() + AROUND)
                .sum();
        return new Searchset(views, frame, size).write(released, included);
    }

    private Bytes write(Released released, List<StoredResource> included) {
        json.raw("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"");
        if (frame.total()) {
            json.raw(",\"total\":").raw(Long.toString(released.total()));
        }
        links(json, frame.self(), frame.next());
        released.matches().forEach(resource -> entry(resource, "match"));
        included.forEach(resource -> entry(resource, "include"));
        if (!frame.ignored().isEmpty()) {
            outcome();
        }
        return json.raw(separator.isEmpty() ? "}" : "]}").bytes();
    }

    static void links(Json json, String self, Optional<String> next) {
        json.raw(",\"link\":[{\"relation\":\"self\",\"url\":").string(self).raw("}");
        next.ifPresent(
                url -> json.raw(",{\"relation\":\"next\",\"url\":").string(url).raw("}"));
        json.raw("]");
    }

    private Json next() {
        json.raw(separator.isEmpty() ? ",\"entry\":[" : separator);
        separator = ",";
        return json;
    }

    private void entry(StoredResource resource, String mode) {
        next().raw("{\"fullUrl\":")
                .string(frame.base() + "/" + resource.id())
                .raw(",\"resource\":")
                .raw(views.of(frame.part(), resource.id().type(), resource.json()))
                .raw(",\"search\":{\"mode\":\"" + mode + "\"}}");
    }

    private void outcome() {
        next().raw("{\"resource\":{\"resourceType\":\"OperationOutcome\",\"issue\":[");
        var comma = "";
        for (var name : frame.ignored()) {
            json.raw(comma)
                    .raw("{\"severity\":\"warning\",\"code\":\"not-supported\",\"diagnostics\":")
                    .string(name + " is no parameter here and was left out")
                    .raw(",\"expression\":[")
                    .string(name)
                    .raw("]}");
            comma = ",";
        }
        json.raw("]},\"search\":{\"mode\":\"outcome\"}}");
    }
}
