package org.healthsphere.node.fhir;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.release.Released;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;

/** Writes Bundles of what the gate released: the bytes of the resources are put in as they are. */
final class Searchset {
    private static final int AROUND = 256;

    private Searchset() {}

    /** What is known about the page besides its resources: its own address, and that of the next. */
    record Links(String base, String self, Optional<String> next) {}

    static Bytes of(Links links, Released released, List<StoredResource> included) {
        var size = released.matches().stream()
                .mapToInt(r -> r.json().length() + AROUND)
                .sum();
        var json = new Json(size + 4 * AROUND)
                .raw("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":")
                .raw(Long.toString(released.total()))
                .raw(",\"link\":[{\"relation\":\"self\",\"url\":")
                .string(links.self())
                .raw("}");
        links.next()
                .ifPresent(next -> json.raw(",{\"relation\":\"next\",\"url\":")
                        .string(next)
                        .raw("}"));
        json.raw("]");
        entries(json, links.base(), released.matches(), included);
        return json.raw("}").bytes();
    }

    private static void entries(Json json, String base, List<StoredResource> matches, List<StoredResource> included) {
        if (matches.isEmpty()) {
            return;
        }
        json.raw(",\"entry\":[");
        var separator = "";
        for (var match : matches) {
            entry(json.raw(separator), base, match, "match");
            separator = ",";
        }
        included.forEach(resource -> entry(json.raw(","), base, resource, "include"));
        json.raw("]");
    }

    private static void entry(Json json, String base, StoredResource resource, String mode) {
        json.raw("{\"fullUrl\":")
                .string(base + "/" + resource.id())
                .raw(",\"resource\":")
                .raw(resource.json())
                .raw(",\"search\":{\"mode\":\"" + mode + "\"}}");
    }

    /** All versions of a resource, newest first (FHIR R4, history). */
    static Bytes history(String base, List<StoredResource> versions) {
        var json = new Json(1_024)
                .raw("{\"resourceType\":\"Bundle\",\"type\":\"history\",\"total\":" + versions.size() + ",\"entry\":[");
        var separator = "";
        for (var version : versions) {
            json.raw(separator).raw("{\"fullUrl\":").string(base + "/" + version.id());
            if (!version.deleted()) {
                json.raw(",\"resource\":").raw(version.json());
            }
            var method = version.deleted() ? "DELETE" : version.version() == 1 ? "POST" : "PUT";
            var url = method.equals("POST") ? version.id().type() : version.id().toString();
            json.raw(",\"request\":{\"method\":\"" + method + "\",\"url\":\"" + url + "\"}")
                    .raw(",\"response\":{\"status\":\"" + status(version) + "\",\"etag\":")
                    .string(ETags.of(version))
                    .raw(",\"lastModified\":\"" + version.lastUpdated() + "\"}}");
            separator = ",";
        }
        return json.raw("]}").bytes();
    }

    private static String status(StoredResource version) {
        if (version.deleted()) {
            return "204 No Content";
        }
        return version.version() == 1 ? "201 Created" : "200 OK";
    }
}
