package org.healthsphere.node.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.federation.linkage.Location;
import org.healthsphere.federation.linkage.Location.Candidate;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.federation.linkage.Resemblance;
import org.healthsphere.federation.linkage.Tokenizer;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * FHIR's {@code $match} (FHIR R4, Patient/$match): who of this hospital's patients is meant, by the linkage that also locates patients
 * for other members, and for whom that does not find, by what agrees field by field.
 *
 * <p>Who may not be seen does not count: he neither is a match nor puts another one in doubt.
 */
public final class Matching {
    private static final Set<String> INPUTS = Set.of("onlyCertainMatches", "count");
    private static final String PATIENT = "Patient";
    private static final String GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade";
    private static final int MOST = 1_000;
    private static final int DIGITS = 4;
    private static final BigDecimal NEARLY_ONE = new BigDecimal("0.9999");
    private static final JsonMapper JSON = new JsonMapper();

    private final Intake intake;
    private final ReleaseGate gate;
    private final Register register;
    private final Tokenizer tokenizer;

    /** The patients of this hospital, by their linkage tokens. */
    public interface Register {
        /** Those who have any token in common. */
        Set<String> alike(PatientTokens tokens);

        /** Who of those that count it is. */
        Location locate(PatientTokens tokens, Predicate<String> counts);

        /** Who of those that count resembles him, most probable first. */
        List<Resemblance> resembling(Demographics wanted, Predicate<String> counts);

        int size();
    }

    public Matching(Intake intake, ReleaseGate gate, Register register, Tokenizer tokenizer) {
        this.intake = intake;
        this.gate = gate;
        this.register = register;
        this.tokenizer = tokenizer;
    }

    private record Wanted(Bytes patient, boolean onlyCertain, int count) {}

    private record Graded(String patient, String grade, BigDecimal score) {}

    /** A Bundle of those who may be meant, best first, each with its grade and its score. */
    public Outcome<Bytes> match(Asking asking, Inputs inputs) {
        var wishes = new Wishes(inputs.parameters()).only(INPUTS, asking);
        var resource = Optional.ofNullable(inputs.resources().get("resource"));
        if (resource.isEmpty()) {
            wishes.problem("resource", "is needed: a Patient with what is known of the one who is meant");
        }
        var certain = wishes.flag("onlyCertainMatches");
        var count = wishes.count("count", MOST);
        return wishes.read(() -> new Wanted(resource.orElse(Bytes.NONE), certain, count))
                .then(this::checked)
                .then(wanted -> match(asking, wanted));
    }

    private Outcome<Wanted> checked(Wanted wanted) {
        return intake.check(wanted.patient())
                .then(incoming -> incoming.resource().type().equals(PATIENT)
                        ? Outcome.of(wanted)
                        : Outcome.failed(new Fault.Invalid(List.of(new Problem("resource", "is a Patient")))));
    }

    private Outcome<Bytes> match(Asking asking, Wanted wanted) {
        var person = Demographics.of(tree(wanted.patient()));
        var tokens = tokenizer.tokens(person);
        var candidates = new HashSet<>(register.alike(tokens));
        register.resembling(person, _ -> true).forEach(one -> candidates.add(one.patient()));
        return visible(asking, candidates).then(visible -> {
            var location = register.locate(tokens, visible::contains);
            var all = location instanceof Location.Found
                    ? graded(location)
                    : together(register.resembling(person, visible::contains), graded(location));
            var graded = all.stream()
                    .filter(g -> !wanted.onlyCertain() || g.grade().equals("certain"))
                    .limit(wanted.count())
                    .toList();
            return found(asking, graded).map(patients -> bundle(asking, graded, patients));
        });
    }

    private Outcome<Set<String>> visible(Asking asking, Set<String> patients) {
        if (patients.isEmpty()) {
            return Outcome.of(Set.of());
        } else if (patients.size() > MOST) {
            return Outcome.failed(
                    new Fault.TooCostly("more than " + MOST + " patients resemble this one; tell more of him"));
        }
        return gate.matching(asking.access(), ofIds(patients))
                .map(ids -> ids.stream().map(ResourceId::id).collect(Collectors.toCollection(HashSet::new)));
    }

    private static Query ofIds(Set<String> patients) {
        return new Query(
                PATIENT,
                List.of(new Criterion("_id", "", List.copyOf(patients))),
                List.of(),
                patients.size(),
                Optional.empty());
    }

    private List<Graded> graded(Location location) {
        return switch (location) {
            case Location.Found(var one, var grade) ->
                List.of(new Graded(
                        one.patient(),
                        grade == Location.Grade.CERTAIN ? "certain" : "probable",
                        score(List.of(one), one)));
            case Location.Doubtful(var candidates) ->
                candidates.stream()
                        .map(c -> new Graded(c.patient(), "possible", score(candidates, c)))
                        .toList();
            case Location.Nobody _ -> List.of();
        };
    }

    /** What resembles; nobody is certain of whom the tokens leave a doubt. */
    private static List<Graded> together(List<Resemblance> resembling, List<Graded> doubtful) {
        var all = new ArrayList<Graded>();
        var named = new HashSet<String>();
        for (var one : resembling) {
            var doubted = one.grade() == Resemblance.Grade.CERTAIN && !doubtful.isEmpty();
            var grade = doubted ? Resemblance.Grade.PROBABLE : one.grade();
            all.add(new Graded(one.patient(), grade.code(), probability(one.probability())));
            named.add(one.patient());
        }
        doubtful.stream().filter(one -> !named.contains(one.patient())).forEach(all::add);
        return all;
    }

    private static BigDecimal probability(double value) {
        return BigDecimal.valueOf(value).setScale(DIGITS, RoundingMode.DOWN).min(NEARLY_ONE);
    }

    /** Those that leave are searched for by themselves, so that the audit log names them. */
    private Outcome<Map<String, StoredResource>> found(Asking asking, List<Graded> graded) {
        var ids = graded.stream().map(Graded::patient).collect(Collectors.toSet());
        return ids.isEmpty()
                ? Outcome.of(Map.of())
                : gate.search(asking.access(), ofIds(ids)).map(released -> {
                    var found = new HashMap<String, StoredResource>();
                    released.matches().forEach(patient -> found.put(patient.id().id(), patient));
                    return found;
                });
    }

    private static Bytes bundle(Asking asking, List<Graded> graded, Map<String, StoredResource> patients) {
        var shown =
                graded.stream().filter(g -> patients.containsKey(g.patient())).toList();
        var json = new Json(1_024).raw("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":" + shown.size());
        var separator = ",\"entry\":[";
        for (var match : shown) {
            var patient = Optional.ofNullable(patients.get(match.patient())).orElseThrow();
            json.raw(separator)
                    .raw("{\"fullUrl\":")
                    .string(asking.base() + "/" + patient.id())
                    .raw(",\"resource\":")
                    .raw(patient.json())
                    .raw(",\"search\":{\"extension\":[{\"url\":\"" + GRADE + "\",\"valueCode\":\"" + match.grade()
                            + "\"}],\"mode\":\"match\",\"score\":"
                            + match.score() + "}}");
            separator = ",";
        }
        return json.raw(shown.isEmpty() ? "}" : "]}").bytes();
    }

    /** How probable each is, where before anybody here, and somebody unknown, was as probable as anybody else. */
    private BigDecimal score(List<Candidate> candidates, Candidate candidate) {
        var all = candidates.stream().mapToDouble(Matching::odds).sum() + register.size();
        return probability(odds(candidate) / all);
    }

    private static double odds(Candidate candidate) {
        return Math.pow(2, candidate.bits());
    }

    private static JsonNode tree(Bytes json) {
        try {
            return JSON.readTree(json.array());
        } catch (IOException e) {
            throw new IllegalStateException("what was let in is no JSON", e);
        }
    }
}
