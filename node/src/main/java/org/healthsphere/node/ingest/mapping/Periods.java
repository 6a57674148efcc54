package org.healthsphere.node.ingest.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;

/** A period ends after it begins (FHIR R4, per-1): of one that does not, the end is left out. */
final class Periods {
    private static final String END = "end";

    private Periods() {}

    static void order(ObjectNode json, Frame frame) {
        if (json.get("period") instanceof ObjectNode period
                && period.has("start")
                && period.has(END)
                && isAfter(period.path("start").asText(), period.path(END).asText())) {
            period.remove(END);
            frame.remark().accept("period: ends before it begins");
        }
    }

    private static boolean isAfter(String start, String end) {
        if (start.indexOf('T') > 0 && end.indexOf('T') > 0) {
            return OffsetDateTime.parse(start).isAfter(OffsetDateTime.parse(end));
        }
        var common = Math.min(Math.min(start.length(), end.length()), "2026-01-02".length());
        return start.substring(0, common).compareTo(end.substring(0, common)) > 0;
    }
}
