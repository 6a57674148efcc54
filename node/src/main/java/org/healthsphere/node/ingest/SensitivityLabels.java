package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.Terminology;

/**
 * Marks in {@code meta.security} what is sensitive, so that a directive can withhold it.
 *
 * <p>A resource is sensitive when a code in it is; when it refers to something sensitive, other than to the visit or the person;
 * and, as a document, when anything in the same message is: nobody knows what its text tells. Labels that are there stay.
 */
public final class SensitivityLabels {
    public static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    private static final String VALUE_SETS = "https://healthsphere.org/fhir/ValueSet/sensitive-";
    private static final Map<String, String> LABELS = new TreeMap<>(Map.of(
            "mental-health",
            "PSY",
            "substance-use",
            "SUD",
            "sexual-health",
            "SEX",
            "hiv",
            "HIV",
            "genetics",
            "GDIS",
            "violence",
            "SDV"));
    private static final Set<String> DOCUMENTS = Set.of("DocumentReference", "Composition", "Binary", "Media");
    // To belong to a sensitive visit or person does not make a thing sensitive.
    private static final Set<String> NOT_INHERITED =
            Set.of("subject", "patient", "encounter", "context", "target", "partOf", "replaces", "relatesTo");

    private final Map<Coding, Set<String>> own;
    private volatile Map<Coding, Set<String>> labels;

    private SensitivityLabels(Map<Coding, Set<String>> own) {
        this.own = own;
        this.labels = own;
    }

    /** The codes of all labels that are set here. */
    public static Set<String> codes() {
        return Set.copyOf(LABELS.values());
    }

    /** From now on also by what these value sets hold, in the place of what was said so before; whether anything is different. */
    public synchronized boolean also(Function<String, Optional<Set<Coding>>> members) {
        var all = new HashMap<Coding, Set<String>>();
        own.forEach((coding, set) -> all.put(coding, new TreeSet<>(set)));
        LABELS.forEach((set, label) -> members.apply(VALUE_SETS + set)
                .orElseGet(Set::of)
                .forEach(coding ->
                        all.computeIfAbsent(coding, _ -> new TreeSet<>()).add(label)));
        var different = !all.equals(labels);
        labels = all;
        return different;
    }

    /** Reads the value sets once; a fault when one of them is not held, since then nothing may be taken in. */
    public static Outcome<SensitivityLabels> from(Terminology terminology) {
        var labels = new HashMap<Coding, Set<String>>();
        var problems = new ArrayList<Fault.Problem>();
        LABELS.forEach((set, label) -> {
            switch (terminology.expand(VALUE_SETS + set)) {
                case Outcome.Success<Terminology.Expansion>(var expansion) ->
                    expansion
                            .concepts()
                            .forEach(c -> labels.computeIfAbsent(c.coding(), _ -> new TreeSet<>())
                                    .add(label));
                case Outcome.Failure<Terminology.Expansion>(var _) ->
                    problems.add(new Fault.Problem(VALUE_SETS + set, "cannot be expanded"));
            }
        });
        return problems.isEmpty()
                ? Outcome.of(new SensitivityLabels(labels))
                : Outcome.failed(new Fault.Unprocessable(problems));
    }

    /** Names exactly what is sensitive by which label now. */
    public Sha256 digest() {
        var lines = new TreeSet<String>();
        labels.forEach((coding, set) -> lines.add(coding + " " + new TreeSet<>(set)));
        return Sha256.of(String.join("\n", lines));
    }

    /** Labels the resources of one message in place. */
    public void label(List<Draft> drafts) {
        label(drafts, _ -> Set.of());
    }

    /**
     * The same.
     *
     * @param stored the labels of what is here already, by its reference
     */
    public void label(List<Draft> drafts, Function<String, Set<String>> stored) {
        var found = new HashMap<String, Set<String>>();
        drafts.forEach(d -> found.put(d.id().toString(), own(d.json())));
        inherit(drafts, found, stored);
        var all = new TreeSet<String>();
        found.values().forEach(all::addAll);
        for (var draft : drafts) {
            var security = document(draft) ? all : found.getOrDefault(draft.id().toString(), Set.of());
            if (!security.isEmpty()) {
                write(draft.json(), security);
            }
        }
    }

    private Set<String> own(JsonNode resource) {
        var found = new TreeSet<String>();
        Json.objects(resource, object -> {
            var coding = new Coding(
                    object.path("system").asText(""), object.path("code").asText(""));
            found.addAll(labels.getOrDefault(coding, Set.of()));
        });
        return found;
    }

    /** Until nothing changes: a prescription for a report of a sensitive result is sensitive. */
    private static void inherit(
            List<Draft> drafts, Map<String, Set<String>> found, Function<String, Set<String>> stored) {
        var references = new HashMap<String, Set<String>>();
        for (var draft : drafts) {
            var others = references.computeIfAbsent(draft.id().toString(), _ -> new HashSet<>());
            references(draft.json(), others);
            others.stream()
                    .filter(reference -> !found.containsKey(reference))
                    .map(stored)
                    .forEach(found.computeIfAbsent(draft.id().toString(), _ -> new TreeSet<>())::addAll);
        }
        // Of most messages nothing is sensitive.
        var changed = found.values().stream().anyMatch(labels -> !labels.isEmpty());
        while (changed) {
            changed = false;
            for (var one : references.entrySet()) {
                var mine = found.computeIfAbsent(one.getKey(), _ -> new TreeSet<>());
                for (var reference : one.getValue()) {
                    changed |= mine.addAll(found.getOrDefault(reference, Set.of()));
                }
            }
        }
    }

    private static void references(JsonNode tree, Set<String> found) {
        if (tree.isArray()) {
            tree.forEach(element -> references(element, found));
        }
        for (var member : tree.properties()) {
            if (member.getKey().equals("reference") && member.getValue().isTextual()) {
                found.add(member.getValue().asText());
            } else if (member.getValue().isContainerNode() && !NOT_INHERITED.contains(member.getKey())) {
                references(member.getValue(), found);
            }
        }
    }

    private static boolean document(Draft draft) {
        return DOCUMENTS.contains(draft.id().type()) || draft.json().has("presentedForm");
    }

    private static void write(ObjectNode resource, Set<String> security) {
        var meta = resource.withObject("/meta");
        var there = meta.withArray("/security");
        var present = Json.elements(there).map(c -> c.path("code").asText()).toList();
        security.stream()
                .filter(label -> !present.contains(label))
                .forEach(label -> there.addObject().put("system", SYSTEM).put("code", label));
    }
}
