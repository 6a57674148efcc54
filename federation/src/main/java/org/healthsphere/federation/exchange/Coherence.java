package org.healthsphere.federation.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether the records of an answer are what it says they are: resources of the types asked for, all of one patient. */
final class Coherence {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PATIENT = Pattern.compile("(?:.*/)?Patient/([A-Za-z0-9\\-.]{1,64})(?:/_history/.*)?");

    private final RecordFilter filter;
    private final Set<String> patients = new HashSet<>();

    /** Of an answer whose records come one after the other. */
    Coherence(RecordFilter filter) {
        this.filter = filter;
    }

    static Optional<String> problem(List<ReleasedRecord> records, RecordFilter filter) {
        var coherence = new Coherence(filter);
        return records.stream().flatMap(record -> coherence.take(record).stream()).findFirst();
    }

    /** What is wrong with one more record, by itself or beside those before. */
    Optional<String> take(ReleasedRecord record) {
        var json = parse(record);
        if (json.isEmpty()) {
            return Optional.of("a record is not the resource that it is announced as");
        }
        if (!filter.admits(record.type(), record.id())) {
            return Optional.of("a record is one that was not asked for");
        }
        patients.addAll(patient(record, json.get()));
        return patients.size() > 1 ? Optional.of("its records are of more than one patient") : Optional.empty();
    }

    private static Optional<JsonNode> parse(ReleasedRecord record) {
        try {
            var json = JSON.readTree(record.json().array());
            return json != null
                            && json.path("resourceType").asText().equals(record.type())
                            && json.path("id").asText().equals(record.id())
                    ? Optional.of(json)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The patient whom a resource is about, where it is about one. */
    private static Set<String> patient(ReleasedRecord record, JsonNode json) {
        if (record.type().equals("Patient")) {
            return Set.of(record.id());
        }
        var ids = new HashSet<String>();
        for (var name : List.of("subject", "patient")) {
            var reference = PATIENT.matcher(json.path(name).path("reference").asText());
            if (reference.matches()) {
                ids.add(reference.group(1));
            }
        }
        return ids;
    }
}
