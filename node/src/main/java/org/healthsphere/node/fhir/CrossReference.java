package org.healthsphere.node.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.release.Released;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * By which other identifiers somebody is known here: {@code $ihe-pix} of IHE PIXm 3.1 (ITI-83, Mobile Patient Identifier
 * Cross-reference Query).
 *
 * <p>Records that are linked are of one person. Who may not be seen is as unknown as who is not here.
 */
public final class CrossReference {
    private static final String PATIENT = "Patient";
    private static final String SOURCE = "sourceIdentifier";
    private static final String TARGET = "targetSystem";
    private static final Set<String> INPUTS = Set.of(SOURCE, TARGET);
    private static final int MOST = 32;
    private static final JsonMapper JSON = new JsonMapper();

    private final ReleaseGate gate;

    CrossReference(ReleaseGate gate) {
        this.gate = gate;
    }

    private record Wanted(String source, Set<String> targets) {
        String system() {
            return source.substring(0, source.indexOf('|'));
        }

        boolean isWanted(JsonNode identifier) {
            var system = identifier.path("system").asText();
            return !system.isEmpty()
                    && identifier.hasNonNull("value")
                    && (targets.isEmpty() || targets.contains(system))
                    && !source.equals(system + "|" + identifier.path("value").asText());
        }
    }

    /** Parameters with each identifier in the domains that are asked for, and each Patient that is meant. */
    public Outcome<Bytes> of(Asking asking, Inputs inputs) {
        return wanted(asking, inputs.parameters())
                .then(wanted -> search(asking.access(), wanted.source(), MOST)
                        .then(found -> found.matches().isEmpty()
                                ? unknown(asking.access(), wanted)
                                : known(asking.access(), wanted.targets())
                                        .then(_ -> found.next().isEmpty()
                                                ? linked(asking.access(), found.matches())
                                                : tooMany())
                                        .map(patients -> parameters(asking, wanted, patients))));
    }

    private static Outcome<Wanted> wanted(Asking asking, Parameters asked) {
        var wishes = new Wishes(asked).only(INPUTS, asking);
        var sources = asked.all().stream().filter(p -> p.name().equals(SOURCE)).count();
        var source = wishes.one(SOURCE).filter(token -> token.matches("[^|]+\\|[^|]+"));
        if (sources != 1 || source.isEmpty()) {
            wishes.problem(SOURCE, "is needed once, as system|value");
        }
        var targets = new LinkedHashSet<>(wishes.each(TARGET));
        return wishes.read(() -> new Wanted(source.orElse(""), targets));
    }

    private Outcome<Released> search(Access access, String identifier, int most) {
        var criteria = List.of(new Criterion("identifier", "", List.of(identifier)));
        return gate.search(access, new Query(PATIENT, criteria, List.of(), most, Optional.empty()));
    }

    /** ITI-83, 3.83.4.2.2: a domain that nobody here is known in is another refusal than an identifier that nobody has. */
    private Outcome<Bytes> unknown(Access access, Wanted wanted) {
        return search(access, wanted.system() + "|", 0)
                .then(found -> found.total() > 0
                        ? Outcome.failed(new Fault.NotFound("sourceIdentifier Patient Identifier"))
                        : Outcome.failed(new Fault.Invalid(
                                List.of(new Problem(SOURCE, "is of an assigning authority that is not known here")))));
    }

    private Outcome<Set<String>> known(Access access, Set<String> systems) {
        Outcome<Set<String>> all = Outcome.of(systems);
        for (var system : systems) {
            all = all.then(_ -> search(access, system + "|", 0))
                    .then(found -> found.total() > 0
                            ? Outcome.of(systems)
                            : Outcome.failed(
                                    new Fault.Forbidden("targetSystem is an assigning authority not known here")));
        }
        return all;
    }

    /** These, and who is linked to them, as far as they may be seen. */
    private Outcome<List<JsonNode>> linked(Access access, List<StoredResource> found) {
        Map<String, JsonNode> patients = new LinkedHashMap<>();
        var open = new ArrayDeque<JsonNode>();
        found.forEach(patient -> open.add(tree(patient)));
        while (!open.isEmpty()) {
            var patient = open.remove();
            if (patients.putIfAbsent(patient.path("id").asText(), patient) != null) {
                continue;
            }
            if (patients.size() > MOST) {
                return tooMany();
            }
            var others = others(patient);
            others.removeIf(id -> patients.containsKey(id.id()));
            for (var id : others) {
                switch (gate.read(access, id)) {
                    case Outcome.Success<StoredResource>(var other) -> open.add(tree(other));
                    case Outcome.Failure<StoredResource>(Fault.Unavailable fault) -> {
                        return Outcome.failed(fault);
                    }
                    case Outcome.Failure<StoredResource> _ -> {
                        // Who may not be seen is as unknown as who is not here.
                    }
                }
            }
        }
        return Outcome.of(List.copyOf(patients.values()));
    }

    /** An identifier that is left out would be taken for one that nobody has. */
    private static Outcome<List<JsonNode>> tooMany() {
        return Outcome.failed(new Fault.TooCostly("more than " + MOST + " records are linked with this identifier"));
    }

    private static List<ResourceId> others(JsonNode patient) {
        var others = new ArrayList<ResourceId>();
        for (var link : patient.path("link")) {
            var id = link.at("/other/reference").asText().replaceFirst("^Patient/", "");
            if (ResourceId.isId(id)) {
                others.add(new ResourceId(PATIENT, id));
            }
        }
        return others;
    }

    private static Bytes parameters(Asking asking, Wanted wanted, List<JsonNode> patients) {
        var parameters = JsonNodeFactory.instance.objectNode().put("resourceType", "Parameters");
        var identifiers = new LinkedHashMap<String, JsonNode>();
        patients.forEach(patient -> patient.path("identifier")
                .valueStream()
                .filter(wanted::isWanted)
                .forEach(identifier -> identifiers.putIfAbsent(
                        identifier.path("system").asText() + "|"
                                + identifier.path("value").asText(),
                        identifier)));
        identifiers
                .values()
                .forEach(identifier -> parameter(parameters, "targetIdentifier").set("valueIdentifier", identifier));
        patients.stream()
                .filter(patient -> !isReplaced(patient))
                .forEach(patient -> parameter(parameters, "targetId")
                        .putObject("valueReference")
                        .put(
                                "reference",
                                asking.base() + "/Patient/" + patient.path("id").asText()));
        return Bytes.utf8(parameters.toString());
    }

    private static ObjectNode parameter(ObjectNode parameters, String name) {
        return parameters.withArray("/parameter").addObject().put("name", name);
    }

    private static boolean isReplaced(JsonNode patient) {
        return patient.path("link")
                .valueStream()
                .anyMatch(link -> link.path("type").asText().equals("replaced-by"));
    }

    private static JsonNode tree(StoredResource patient) {
        try {
            return JSON.readTree(patient.json().array());
        } catch (IOException e) {
            throw new IllegalStateException("the store holds something that is no JSON", e);
        }
    }
}
