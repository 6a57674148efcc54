package org.healthsphere.node.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Makes a FHIR value of a place in the source. */
public interface Converter {
    /** Empty when there is nothing to say. */
    Optional<JsonNode> convert(Field field, Context context);

    /**
     * What a converter may ask.
     *
     * @param from the rule's path, for remarks
     * @param table of the rule, if it names one
     * @param format of times in the source, if the rule names one
     */
    record Context(Frame frame, String from, Optional<CodeTable> table, Optional<DateTimeFormatter> format) {
        /** Tells that something was left out, and answers nothing. */
        public Optional<JsonNode> leftOut(String why) {
            frame.remark().accept(from + ": " + why);
            return Optional.empty();
        }
    }
}
