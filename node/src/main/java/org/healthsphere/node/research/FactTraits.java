package org.healthsphere.node.research;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.federation.research.cohort.Cohort;
import org.healthsphere.federation.research.cohort.FactType;
import org.healthsphere.federation.research.cohort.Kind.Traits;
import org.healthsphere.specs.Sha256;

/** What resources say beside what they are about: status, values that are codes, marks, and what they are part of. */
final class FactTraits {
    /** Of HL7's interpretations of observations those that mean abnormal, or something below it. */
    private static final Set<String> ABNORMAL =
            Set.of("A", "AA", "H", "HH", "HU", "H>", "L", "LL", "LU", "L<", "HX", "LX");

    private static final Set<FactType> OF_A_CONDITION = Set.of(FactType.CONDITION, FactType.ALLERGY_INTOLERANCE);
    private static final Pattern ENCOUNTER =
            Pattern.compile("(?:.*/)?(Encounter/[A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?");

    private FactTraits() {}

    /**
     * What is said of a part of a resource.
     *
     * @param part the resource itself, or a component
     */
    static Traits of(FactType type, JsonNode resource, JsonNode part) {
        var status = OF_A_CONDITION.contains(type)
                ? Codings.concept(resource.path("clinicalStatus")).stream()
                        .map(coding -> coding.code())
                        .sorted()
                        .findFirst()
                        .orElse("")
                : resource.path("status").asText();
        var abnormal = Codings.codes(part.path("interpretation")).stream()
                .anyMatch(coding -> ABNORMAL.contains(coding.code()));
        return new Traits(status, Codings.concept(part.path("valueCodeableConcept")), abnormal);
    }

    static RecordFact.Place place(String id, JsonNode resource) {
        var reference = Stream.of("encounter", "context", "partOf")
                .map(name -> resource.path(name).path("reference").asText())
                .map(ENCOUNTER::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(1))
                .findFirst();
        return new RecordFact.Place(
                number(id), reference.map(FactTraits::number).orElse(0L));
    }

    /** Stands for a resource; among those of one patient no two have the same. */
    static long number(String id) {
        return ByteBuffer.wrap(Sha256.of(id).bytes()).getLong() | 1;
    }

    /** Whether it says so; what says nothing does not. */
    static boolean isDeceased(JsonNode patient) {
        return patient.path("deceasedBoolean").asBoolean()
                || patient.path("deceasedDateTime").isTextual();
    }

    /** Of every address that is not a former one. */
    static Set<String> regions(JsonNode patient) {
        return Codings.each(patient.path("address"))
                .filter(address -> !address.path("use").asText().equals("old"))
                .map(address -> address.path("postalCode").asText().strip().toUpperCase(Locale.ROOT))
                .filter(code -> code.length() >= Cohort.Region.CHARACTERS)
                .map(code -> code.substring(0, Cohort.Region.CHARACTERS))
                .collect(Collectors.toUnmodifiableSet());
    }
}
