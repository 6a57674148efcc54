package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.federation.merge.MergedItem;
import org.healthsphere.federation.merge.MergedPatient;
import org.healthsphere.federation.merge.Stated;
import org.healthsphere.node.care.Wording;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.node.web.view.Conflict;
import org.healthsphere.node.web.view.Fact;
import org.healthsphere.node.web.view.Measured;
import org.healthsphere.node.web.view.Measured.Mark;
import org.healthsphere.node.web.view.Paper;
import org.healthsphere.node.web.view.Source;
import org.healthsphere.specs.NodeId;

/** Merged items as entries of the record that people read. */
record Facts(Hospitals hospitals) {
    /** Codes that this network translates to: what stands beside them is the hospital's own. */
    private static final String NETWORKS_OWN = "https://healthsphere.org/fhir/CodeSystem/";

    private static final String PATIENT_ASSERTED = "PATAST";
    private static final Pattern KIND = Pattern.compile(
            " \\((disorder|finding|situation|procedure|regime/therapy|event|observable entity|substance|product|"
                    + "medicinal product|clinical drug|physical object|environment|morphologic abnormality)\\)$");

    Fact of(MergedItem item) {
        return new Fact(
                what(item),
                measured(item.resource()),
                People.day(Wording.day(item)),
                state(item.resource()),
                sources(item),
                papers(item));
    }

    private List<Paper> papers(MergedItem item) {
        return Papers.of(item, hospitals);
    }

    private static String what(MergedItem item) {
        var resource = item.resource();
        return switch (item.type()) {
            case "Encounter" ->
                named(resource.path("type").path(0), resource.path("class").path("code"));
            case "DocumentReference", "Composition" -> named(resource.path("type"), resource.path("description"));
            default -> Wording.named(item).map(Facts::plain).orElse("—");
        };
    }

    /** Without what SNOMED CT puts after a name to tell kinds of concepts apart. */
    private static String plain(String words) {
        return KIND.matcher(words).replaceFirst("");
    }

    private static String named(JsonNode concept, JsonNode otherwise) {
        var words = Wording.concept(concept);
        return words.isEmpty() ? otherwise.asText("—") : plain(words);
    }

    private static Optional<Measured> measured(JsonNode resource) {
        var components = resource.path("component")
                .valueStream()
                .map(part -> Wording.concept(part.path("code")) + " "
                        + Wording.values(part).collect(Collectors.joining(" ")));
        var text = Stream.concat(Wording.values(resource), components)
                .filter(words -> !words.isBlank())
                .collect(Collectors.joining("; "));
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(new Measured(
                        text, mark(resource.path("interpretation")), range(resource), Amounts.of(resource)));
    }

    private static Mark mark(JsonNode interpretation) {
        var code = interpretation.path(0).path("coding").path(0).path("code").asText();
        return switch (code) {
            case "H", "HH", "HU", ">" -> Mark.HIGH;
            case "L", "LL", "LU", "<" -> Mark.LOW;
            case "N" -> Mark.NORMAL;
            default -> Mark.NONE;
        };
    }

    private static Optional<String> range(JsonNode resource) {
        var range = resource.path("referenceRange").path(0);
        var text = range.path("text").asText();
        if (!text.isBlank()) {
            return Optional.of(text);
        }
        var low = range.path("low").path("value").asText();
        var high = range.path("high").path("value").asText();
        return low.isEmpty() && high.isEmpty() ? Optional.empty() : Optional.of(low + " – " + high);
    }

    private static Optional<String> state(JsonNode resource) {
        var clinical = resource.path("clinicalStatus")
                .path("coding")
                .path(0)
                .path("code")
                .asText();
        var medicine = resource.path("resourceType").asText().startsWith("Medication")
                ? resource.path("status").asText()
                : "";
        return Stream.of(clinical, medicine).filter(state -> !state.isEmpty()).findFirst();
    }

    private List<Source> sources(MergedItem item) {
        var members = item.sources().stream()
                .map(org.healthsphere.federation.merge.Source::member)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var first = members.getFirst();
        var original = original(item.resource());
        var brought = isBrought(item.resource());
        return members.stream()
                .map(member -> member.equals(first)
                        ? new Source(hospitals.of(member), original, brought)
                        : new Source(hospitals.of(member), Optional.empty()))
                .toList();
    }

    /** Whether it is the patient's own word. */
    private static boolean isBrought(JsonNode resource) {
        return resource.at("/meta/tag")
                .valueStream()
                .anyMatch(tag -> tag.path("code").asText().equals(PATIENT_ASSERTED));
    }

    /** The code before it was translated; known of the source whose words are shown. */
    private static Optional<String> original(JsonNode resource) {
        var codings = resource.path("code").path("coding");
        var translated =
                codings.valueStream().anyMatch(c -> c.path("system").asText().startsWith(NETWORKS_OWN));
        return codings.valueStream()
                .filter(c -> translated && !c.path("system").asText().startsWith(NETWORKS_OWN))
                .map(Facts::coded)
                .findFirst();
    }

    private static String coded(JsonNode coding) {
        return (coding.path("display").asText() + " " + coding.path("code").asText()).strip();
    }

    /** On what the hospitals contradict each other about this item. */
    Stream<Conflict> conflicts(Category category, MergedItem item) {
        return item.conflicts().stream().map(conflict -> conflict(category, what(item), conflict.statements()));
    }

    /** On what they contradict each other about who the patient is. */
    Stream<Conflict> conflicts(MergedPatient patient) {
        return patient.conflicts().stream()
                .map(conflict -> conflict(Category.PERSON, conflict.element(), conflict.statements()));
    }

    private Conflict conflict(Category category, String what, List<Stated> statements) {
        var claims = statements.stream()
                .flatMap(stated -> claims(Wording.value(stated.value()), stated.members()))
                .toList();
        return new Conflict(category, what, claims);
    }

    private Stream<Conflict.Claim> claims(String says, Collection<NodeId> members) {
        return members.stream().map(member -> new Conflict.Claim(says, hospitals.of(member), Optional.empty()));
    }
}
