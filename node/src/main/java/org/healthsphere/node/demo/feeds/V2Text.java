package org.healthsphere.node.demo.feeds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Segments of HL7 v2.5.1 in the making. */
final class V2Text {
    private V2Text() {}

    /** A segment; empty fields at its end are left out. */
    static String segment(String name, String... fields) {
        return (name + "|" + String.join("|", fields)).replaceAll("\\|+$", "") + "\r";
    }

    /** Components of a field. */
    static String parts(String... components) {
        return String.join("^", components).replaceAll("\\^+$", "");
    }

    /** A text with the delimiters in it escaped (chapter 2.7.1). */
    static String escaped(String text) {
        return text.replace("\\", "\\E\\")
                .replace("|", "\\F\\")
                .replace("^", "\\S\\")
                .replace("&", "\\T\\")
                .replace("~", "\\R\\")
                .replaceAll("[\r\n]+", "\\\\.br\\\\");
    }

    /** A FHIR date or dateTime as DTM. */
    static String time(String fhir) {
        if (fhir.length() <= 10) {
            return fhir.replace("-", "");
        }
        var local = fhir.substring(0, 19).replaceAll("[-T:]", "");
        var zone = fhir.substring(19).replaceFirst("^\\.\\d+", "").replace(":", "");
        return local + (zone.equals("Z") ? "+0000" : zone);
    }

    /** A concept as CWE: the hospital's own code where it has one. */
    static String concept(JsonNode concept, LocalCodes codes, String localName, String standardName) {
        var coding = Codes.coding(concept);
        return codes.of(coding)
                .map(local -> parts(
                        escaped(local.coding().code()),
                        escaped(local.display().isEmpty() ? Codes.text(concept) : local.display()),
                        localName))
                .orElseGet(() -> parts(coding.path("code").asText(), escaped(Codes.text(concept)), standardName));
    }

    static String repeated(List<String> repetitions) {
        return Stream.of(repetitions).flatMap(List::stream).collect(Collectors.joining("~"));
    }
}
