package org.healthsphere.node.fhir;

import java.util.Optional;
import java.util.function.Predicate;
import org.healthsphere.node.fhir.view.Part;
import org.healthsphere.node.fhir.view.Views;
import org.healthsphere.node.release.Past;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;

/** Writes a page of versions, newest first (FHIR R4, history). */
final class HistoryBundle {
    private HistoryBundle() {}

    /**
     * Where the page is, where the next one is, how much of each version is wanted, and which versions made what was not there.
     */
    record Frame(String base, String self, Optional<String> next, Part part, Predicate<StoredResource> made) {}

    static Bytes of(Views views, Frame frame, Past.Page page) {
        var json = new Json(4_096).raw("{\"resourceType\":\"Bundle\",\"type\":\"history\"");
        page.total().ifPresent(total -> json.raw(",\"total\":" + total));
        Searchset.links(json, frame.self(), frame.next());
        var separator = ",\"entry\":[";
        for (var version : page.versions()) {
            entry(json.raw(separator), views, frame, version);
            separator = ",";
        }
        return json.raw(page.versions().isEmpty() ? "}" : "]}").bytes();
    }

    private static void entry(Json json, Views views, Frame frame, StoredResource version) {
        json.raw("{\"fullUrl\":").string(frame.base() + "/" + version.id());
        if (!version.deleted()) {
            json.raw(",\"resource\":").raw(views.of(frame.part(), version.id().type(), version.json()));
        }
        var method = version.deleted() ? "DELETE" : version.version() == 1 ? "POST" : "PUT";
        var url = method.equals("POST") ? version.id().type() : version.id().toString();
        json.raw(",\"request\":{\"method\":\"" + method + "\",\"url\":\"" + url + "\"}")
                .raw(",\"response\":{\"status\":\"" + status(frame, version) + "\",\"etag\":")
                .string(ETags.of(version))
                .raw(",\"lastModified\":\"" + version.lastUpdated() + "\"}}");
    }

    private static String status(Frame frame, StoredResource version) {
        if (version.deleted()) {
            return "204 No Content";
        }
        return frame.made().test(version) ? "201 Created" : "200 OK";
    }
}
