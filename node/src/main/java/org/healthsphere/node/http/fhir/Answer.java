package org.healthsphere.node.http.fhir;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.healthsphere.node.fhir.ETags;
import org.healthsphere.node.http.OperationOutcomes;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;

/** What goes over the wire. */
record Answer(int status, Map<String, String> headers, Bytes body) {
    private static final int NOT_MODIFIED = 304;

    static Answer of(int status, Bytes body) {
        return new Answer(status, Map.of(), body);
    }

    static Answer of(Fault fault) {
        return of(OperationOutcomes.status(fault), Bytes.of(OperationOutcomes.json(fault)));
    }

    /** A version with its bytes, its ETag and its time. */
    static Answer of(int status, StoredResource resource) {
        return new Answer(status, versionHeaders(resource), resource.json());
    }

    Answer located(String base, StoredResource resource) {
        return with("Location", base + "/" + resource.id() + "/_history/" + resource.version());
    }

    Answer with(String name, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new Answer(status, all, body);
    }

    Answer withBody(Bytes other) {
        return new Answer(status, headers, other);
    }

    /** What a client hears that has this version already (RFC 9110, 13.1.2). */
    Answer unlessKnown(String ifNoneMatch) {
        return ifNoneMatch.equals(headers.get("ETag")) ? new Answer(NOT_MODIFIED, headers, Bytes.NONE) : this;
    }

    private static Map<String, String> versionHeaders(StoredResource resource) {
        return Map.of(
                "ETag",
                ETags.of(resource),
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        resource.lastUpdated().atOffset(ZoneOffset.UTC)));
    }
}
