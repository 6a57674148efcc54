package org.healthsphere.node.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.healthsphere.node.fhir.bulk.Extent;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way out of a hospital gives, byte for byte, what it would give were there nothing in the hospital but what the naive gate
 * permits: so neither totals nor pages, orders, includes, chains, errors or versions tell of anything else.
 *
 * <p>{@code -Dgate.worlds=25} runs more worlds than the suite does, {@code -Dgate.first=1000} others.
 */
class ReleasePathsTest {
    private static final int WORLDS = Integer.getInteger("gate.worlds", 6);
    private static final long FIRST = Long.getLong("gate.first", 1L);
    private static final List<String> LOOKS = List.of(
            "", "_count=3", "patient=ann", "patient=bea", "entity=Patient/ann", "action=E", "outcome=4", "agent=steward");
    private static final List<List<Criterion>> COUNTED = List.of(
            List.of(),
            List.of(Criterion.of("code", List.of("a"))),
            List.of(Criterion.of("_security", List.of("PSY"))),
            List.of(Criterion.of("patient.gender", List.of("male"))),
            List.of(Criterion.of("_has:Observation:patient:code", List.of("b"))),
            List.of(Criterion.of("encounter.status", List.of("finished"))));
    private static final List<String> SEARCHES = List.of(
            "Patient?",
            "Patient?_count=1",
            "Patient?gender=male&_summary=count",
            "Patient?_sort=birthdate&_count=2",
            "Patient?_has:Observation:patient:code=a",
            "Patient?_has:Condition:subject:encounter.status=finished",
            "Patient?_revinclude=Observation:subject&_revinclude=Provenance:target",
            "Patient?_revinclude=Observation:patient&_include:iterate=Observation:encounter&_count=2",
            "Observation?",
            "Observation?_count=2",
            "Observation?_count=0",
            "Observation?_sort=-date&_count=1",
            "Observation?_sort=_lastUpdated&_count=3",
            "Observation?code=urn:c|a",
            "Observation?code:not=a",
            "Observation?code=a&_summary=count",
            "Observation?date=2022",
            "Observation?date:missing=true",
            "Observation?performer=Practitioner/doc-1",
            "Observation?_security=PSY",
            "Observation?subject:Patient.gender=female",
            "Observation?patient.gender=male&_summary=count",
            "Observation?encounter.status=finished",
            "Observation?patient=ann",
            "Observation?patient=nobody",
            "Observation?_include=Observation:encounter&_include=Observation:subject&_revinclude=Provenance:target",
            "Observation?_elements=code&_total=none&_count=1",
            "Observation?_summary=true",
            "Observation?_id=ann-0,ann-1,bea-1,nobody-9",
            "Observation?nonsense=1",
            "Condition?recorder=Practitioner/doc-1",
            "Condition?_count=1&_sort=recorded-date",
            "Condition?code:in=urn:unknown",
            "Condition?encounter.date=2021",
            "Condition?_revinclude=Provenance:target",
            "Encounter?_revinclude=Observation:encounter&_revinclude=Condition:encounter",
            "Encounter?date=2022",
            "Encounter?_has:Observation:encounter:code=b",
            "MedicationRequest?requester=Practitioner/doc-2&_include=MedicationRequest:requester",
            "MedicationRequest?patient._has:Observation:patient:code=a",
            "DiagnosticReport?result.code=a",
            "DiagnosticReport?_include=DiagnosticReport:result&_include:iterate=Observation:encounter",
            "DocumentReference?author=Practitioner/doc-1&_summary=count",
            "Provenance?target=Patient/ann",
            "Provenance?target:Observation.code=a",
            "Provenance?_include=Provenance:target",
            "Practitioner?_revinclude=Observation:performer",
            "Practitioner?_has:Observation:performer:_security=PSY",
            "Organization?_has:Patient:organization:gender=male",
            "?_type=Observation,Patient",
            "?_lastUpdated=ge2026&_count=3",
            "?_id=ann");

    static LongStream seeds() {
        return LongStream.range(FIRST, FIRST + WORLDS);
    }

    /** One way out, with what somebody asks of it. */
    private record Case(String name, Function<Side, String> way) {}

    @ParameterizedTest
    @MethodSource("seeds")
    void every_way_out_gives_what_a_hospital_without_the_rest_would_give(long seed) {
        var world = new RandomWorld(seed);
        var compared = 0;
        try (var gated = Side.gated(world.house)) {
            for (var access : world.everybody()) {
                try (var naive = Side.naive(world.house, new NaiveGate(world.said, access))) {
                    for (var one : cases(world, gated, access)) {
                        compared++;
                        assertThat(one.way().apply(gated))
                                .as(
                                        "seed %s: %s for %s gets %s",
                                        seed, access.requester(), access.purpose(), one.name())
                                .isEqualTo(one.way().apply(naive));
                    }
                }
            }
        }
        world.house.close();
        assertThat(compared).as("ways in one world").isGreaterThan(2_000);
    }

    private static List<Case> cases(RandomWorld world, Side gated, Access access) {
        List<Case> cases = new ArrayList<>();
        SEARCHES.forEach(url -> cases.add(search(access, url)));
        world.resources.forEach(id -> ofOne(world, access, id, cases));
        cases.add(new Case("an unknown id", side -> side.read(access, new ResourceId("Observation", "nobody-0"))));
        for (var path : List.of("", "Observation", "Patient")) {
            cases.add(new Case(path + "/_history", side -> side.history(access, path, "_count=3")));
        }
        for (var patient : List.of("ann", "bea", "nobody")) {
            ofPatient(access, patient, cases);
        }
        if (access.purpose() == PurposeOfUse.HRESCH && access.requester().member().equals(House.NORTH)) {
            counts(cases);
        }
        if (access.purpose() == PurposeOfUse.PATRQT && access.requester().member().equals(House.NORTH)) {
            LOOKS.forEach(query ->
                    cases.add(new Case("AuditEvent?" + query, side -> side.other(new Side.Way.Looks(access, query)))));
        }
        cases.add(new Case(
                "a batch",
                side -> side.batch(
                        access, "Patient/ann", "Observation?code=a", "Condition/ann-0/_history", "Patient/x")));
        if (!access.requester().member().value().equals("nowhere")) {
            // Who is no member is told that consent is not known: before anything of a patient is looked at.
            cases.add(new Case("$export", side -> side.export(access, new Extent.Everything(), "")));
            cases.add(new Case(
                    "Patient/$export",
                    side -> side.export(access, new Extent.AllPatients(), "_type=Observation,Patient")));
            var versions = gated.versions();
            cases.add(new Case("a subscription", side -> side.other(new Side.Way.Notification(access, versions))));
        }
        return cases;
    }

    /** Of a study, which sees nothing but numbers. */
    private static void counts(List<Case> cases) {
        for (var type : List.of("Patient", "Observation", "Condition", "Encounter", "MedicationRequest", "Binary")) {
            for (var criterion : COUNTED) {
                var query = new Query(type, criterion, List.of(), 0, Optional.empty());
                cases.add(new Case("count " + query, side -> side.other(new Side.Way.Count(query))));
            }
        }
    }

    private static Case search(Access access, String url) {
        var question = url.indexOf('?');
        return new Case(url, side -> side.search(access, url.substring(0, question), url.substring(question + 1)));
    }

    private static void ofOne(RandomWorld world, Access access, ResourceId id, List<Case> cases) {
        cases.add(new Case(id.toString(), side -> side.read(access, id)));
        cases.add(new Case(id + "/_history", side -> side.history(access, id.toString(), "_count=2")));
        cases.add(new Case(id + "/$meta", side -> side.meta(access, id)));
        var versions = world.house.store.history(id).size();
        for (var version = 1; version <= versions + 1; version++) {
            var number = version;
            cases.add(new Case(id + "/_history/" + number, side -> side.version(access, id, number)));
        }
    }

    private static void ofPatient(Access access, String patient, List<Case> cases) {
        cases.add(new Case(patient + "/$everything", side -> side.everything(access, patient, "_count=3")));
        cases.add(new Case(
                patient + "/$everything in a time", side -> side.everything(access, patient, "start=2022&end=2022")));
        cases.add(new Case(patient + "/$summary", side -> side.summary(access, patient)));
        cases.add(new Case(patient + "/*", side -> side.within(access, patient, "*", "_count=2")));
        cases.add(new Case(patient + "/Condition", side -> side.within(access, patient, "Condition", "")));
        cases.add(new Case(patient + " $docref", side -> side.docref(access, "patient=" + patient)));
        cases.add(new Case(
                patient + " $docref in a time", side -> side.docref(access, "patient=" + patient + "&start=2022")));
        cases.add(
                new Case(patient + " $lastn", side -> side.lastn(access, "patient=" + patient + "&code=a,b,c&max=2")));
        cases.add(new Case(
                "the whole record of " + patient,
                side -> side.other(new Side.Way.Network(access, patient, Compartment.WHOLE))));
        cases.add(new Case(
                "conditions of " + patient,
                side -> side.other(new Side.Way.Network(access, patient, new Compartment(Set.of("Condition"))))));
    }
}
