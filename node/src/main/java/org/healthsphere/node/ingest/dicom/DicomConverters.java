package org.healthsphere.node.ingest.dicom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.mapping.Converter;
import org.healthsphere.node.ingest.mapping.Field;
import org.healthsphere.node.ingest.mapping.Times;
import org.healthsphere.node.ingest.mapping.Values;

/** The converters of DICOM: what cannot be said by naming attributes. */
final class DicomConverters {
    private static final String ONTOLOGY = "http://dicom.nema.org/resources/ontology/DCM";

    private DicomConverters() {}

    static Map<String, Converter> converters() {
        var converters = new HashMap<>(Values.converters());
        converters.put("personName", DicomConverters::personName);
        converters.put("personText", (f, _) -> Values.text(f.text().replace('^', ' ').replaceAll(" +", " ")));
        converters.put("studyStart", (f, c) -> start(f, "StudyDate", "StudyTime", c));
        converters.put("seriesStart", (f, c) -> start(f, "SeriesDate", "SeriesTime", c));
        converters.put("oid", (f, _) -> Values.text(f.text()).map(uid -> TextNode.valueOf("urn:oid:" + uid.asText())));
        converters.put("modality", (f, _) -> Values.text(f.text()).map(DicomConverters::modality));
        converters.put("patientSystem", (f, c) -> system(f.text("IssuerOfPatientID"), c));
        converters.put("accessionSystem", (_, c) -> system("accession", c));
        return converters;
    }

    private static Optional<JsonNode> system(String authority, Converter.Context context) {
        return Values.text(context.frame().source().identifierSystem(authority.strip()));
    }

    private static JsonNode modality(JsonNode code) {
        return Json.object().put("system", ONTOLOGY).put("code", code.asText());
    }

    /** PN (PS3.5, 6.2): family, given, middle, prefix, suffix. */
    private static Optional<JsonNode> personName(Field field, Converter.Context context) {
        var parts = field.text().split("\\^", -1);
        var name = Json.object();
        put(name.putArray("given"), parts, 1, 2);
        put(name.putArray("prefix"), parts, 3, 3);
        put(name.putArray("suffix"), parts, 4, 4);
        name.properties().removeIf(member -> member.getValue().isEmpty());
        if (!parts[0].isBlank()) {
            name.put("family", parts[0].strip());
        }
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    private static void put(ArrayNode list, String[] parts, int from, int to) {
        for (var i = from; i <= to && i < parts.length; i++) {
            if (!parts[i].isBlank()) {
                list.add(parts[i].strip());
            }
        }
    }

    /** DA and TM, in the zone that the data set names, else in the source's. */
    private static Optional<JsonNode> start(Field field, String date, String time, Converter.Context context) {
        var day = field.text(date).replaceAll("[^0-9]", "");
        if (day.isEmpty()) {
            return Optional.empty();
        }
        var clock = field.text(time).replace(":", "").strip();
        // TM may end at the hour, a FHIR time may not.
        var moment = clock.length() < 4 ? day : day + clock + field.text("TimezoneOffsetFromUTC").strip();
        return Times.dateTime(moment, context.frame().source().zone())
                .map(text -> (JsonNode) TextNode.valueOf(text))
                .or(() -> context.leftOut("not a time"));
    }
}
