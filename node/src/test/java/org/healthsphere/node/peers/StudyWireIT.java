package org.healthsphere.node.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.InMemoryConsentLedger;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.federation.research.MemberKeys;
import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.federation.research.Terms;
import org.healthsphere.federation.research.cohort.CohortEvaluator;
import org.healthsphere.federation.research.cohort.ConceptSets;
import org.healthsphere.federation.research.study.AnalysisCoordinator;
import org.healthsphere.federation.research.study.AnalysisHost;
import org.healthsphere.federation.research.study.StudyReleases;
import org.healthsphere.federation.research.tokens.TokenDesk;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.audit.InMemoryAuditLog;
import org.healthsphere.node.research.ConsentedRecords;
import org.healthsphere.node.research.EvaluationBook;
import org.healthsphere.node.research.FiledReleases;
import org.healthsphere.node.research.LedgerBudget;
import org.healthsphere.node.research.Participations;
import org.healthsphere.node.research.ResearchColumns;
import org.healthsphere.node.research.ResearchConsent.Permission;
import org.healthsphere.node.research.RollNames;
import org.healthsphere.node.research.StoredIdentities;
import org.healthsphere.node.research.Studies;
import org.healthsphere.node.research.StudyFile;
import org.healthsphere.node.research.StudyOffice;
import org.healthsphere.node.research.StudyOverlaps;
import org.healthsphere.node.research.StudyRules;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Hospitals with records, consents, stewards and one ledger, over sockets with certificates: what a study comes to is what R says of the pooled
 * rows ({@code tools/r-oracle}).
 */
class StudyWireIT {
    private static final Path FIGURES =
            Path.of("../federation/src/test/resources/org/healthsphere/federation/research/analysis");
    private static final String CODES = "https://example.org/columns";
    private static final List<String> NAMES = List.of("alder", "birch", "cedar", "dogwood", "elm", "fir", "ginkgo");
    private static final double SHARE = 1e-9;

    private final Network network = new Network();
    private final Map<NodeId, Site> sites = new LinkedHashMap<>();
    private final Map<NodeId, Peer> peers = new HashMap<>();
    private final InMemoryConsentLedger ledger = new InMemoryConsentLedger(network.clock);
    private final MemberKeys keys =
            member -> Optional.ofNullable(sites.get(member)).map(site -> site.identity.verificationKey());

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        network.close();
    }

    /** One hospital. */
    private final class Site {
        final MemberIdentity identity;
        final InMemoryResourceStore store = new InMemoryResourceStore(network.clock);
        final InMemoryAuditLog audit = new InMemoryAuditLog(network.clock);
        final StudyOffice office;

        @SuppressWarnings("NullAway.Init") // set when the office is opened
        private TokenDesk tokens;

        @SuppressWarnings("NullAway.Init") // set when the office is opened
        private Participations participations;

        final AtomicInteger calls = new AtomicInteger();
        IntPredicate answers = _ -> true;

        Site(String name, List<Map<String, String>> rows) {
            identity = network.member(name);
            for (var i = 0; i < rows.size(); i++) {
                patient("p" + i, rows.get(i));
            }
            office = office(new StudyMember(identity.id(), identity, keys, network.clock, new SecureRandom()));
        }

        private StudyOffice office(StudyMember self) {
            var home = folder.resolve(identity.id().value());
            var evaluator = new CohortEvaluator(new NoConcepts());
            var budget = new LedgerBudget(
                    ledger.seenBy(identity.id()), identity.id(), new LedgerBudget.Limits(10_000_000, 50_000_000));
            var file = new StudyFile(
                    store,
                    new FiledReleases(home.resolve("studies")),
                    new StudyFile.Account(budget, audit),
                    new StudyRules(Set.of(DataUse.HMB), new Terms(1, 2, 1), 5_000_000));
            var names = new RollNames(file.salt(new SecureRandom()));
            var records = new ConsentedRecords(
                            new ResearchColumns(store),
                            (_, _) -> Outcome.of(new Permission(new ReleaseFilter(Optional.empty(), Map.of()), 1)),
                            names)
                    .forStudies(new FiledReleases(home.resolve("rolls")), Set::of);
            var releases = new FiledReleases(home.resolve("releases"));
            tokens = new TokenDesk(
                    self,
                    new TokenDesk.Behind(
                            file,
                            evaluator,
                            records,
                            new TokenDesk.Helping(new StoredIdentities(store), new EvaluationBook(store, 10_000)),
                            Bytes.utf8("a secret of " + identity.id())),
                    this::carry);
            participations = new Participations(file, new FiledReleases(home.resolve("rolls")), names);
            var host = new AnalysisHost(
                    self, Duration.ofHours(1), new AnalysisHost.Behind(file, evaluator, records, budget, tokens));
            var coordinator = new AnalysisCoordinator(
                    self, evaluator, new AnalysisCoordinator.Kept(releases, budget, tokens), Duration.ofMinutes(30));
            return new StudyOffice(
                    self,
                    new StudyOffice.Desk(file, new StudyOverlaps(file, evaluator, records), budget, releases),
                    new StudyOffice.Network(coordinator, host, this::carry, tokens));
        }

        private void patient(String id, Map<String, String> row) {
            put("Patient", id, id, "{\"resourceType\":\"Patient\",\"birthDate\":\"1960-01-01\",\"gender\":\"female\"}");
            row.forEach(
                    (column, value) -> put("Observation", id + "-" + column, id, """
                    {"resourceType":"Observation","status":"final","effectiveDateTime":"2025-03-04",
                     "code":{"coding":[{"system":"%s","code":"%s"}]},
                     "valueQuantity":{"value":%s,"system":"http://unitsofmeasure.org","code":"1"}}""".formatted(CODES, column, value)));
        }

        private void put(String type, String id, String patient, String json) {
            var _ = store.commit(Commit.of(new Commit.Write.Put(
                            new ResourceId(type, id), OptionalLong.empty(), Optional.of(patient), Bytes.utf8(json))))
                    .orElseThrow();
        }

        Outcome<Bytes> hear(Bytes message) {
            return answers.test(calls.incrementAndGet())
                    ? office.answer(message)
                    : Outcome.failed(new Fault.Unavailable("this hospital"));
        }

        private Map<NodeId, Bytes> carry(Map<NodeId, Bytes> messages) {
            Map<Peer, Bytes> letters = new HashMap<>();
            messages.forEach((member, message) ->
                    Optional.ofNullable(peers.get(member)).ifPresent(peer -> letters.put(peer, message)));
            Map<NodeId, Bytes> replies = new HashMap<>();
            network.channel(identity)
                    .ask(letters, Deadline.in(Duration.ofSeconds(60), network.clock))
                    .forEach((member, reply) -> {
                        if (reply instanceof PeerReply.Replied(var message, var _)) {
                            replies.put(member, message);
                        }
                    });
            return replies;
        }
    }

    /** The studies here list their codes. */
    private static final class NoConcepts implements ConceptSets {
        @Override
        public Outcome<ConceptSet> isA(Coding ancestor) {
            return Outcome.failed(new Fault.NotFound("concept"));
        }

        @Override
        public Outcome<ConceptSet> valueSet(String canonical) {
            return Outcome.failed(new Fault.NotFound("value set"));
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 0, 0", "7, 0, 0", "7, 2, 2", "7, 2, 5", "7, 2, 9"})
    void a_model_of_hospitals_over_the_wire_is_that_of_the_pooled_rows(int number, int lost, int calls)
            throws IOException {
        hospitals(number, lost);
        var alder = site("alder");
        var everybody = sites.keySet();
        var study = alder.office
                .propose("researcher", Bytes.utf8(plan(number)), everybody)
                .orElseThrow();
        assertThat(alder.office.standings(study.plan(), everybody).values()).containsOnly("pending");
        assertThat(alder.office.run(study.plan(), 0, everybody))
                .as("before anybody approves")
                .isEqualTo(Outcome.failed(new Fault.Unavailable("a quorum of members")));
        sites.values().forEach(site -> approve(site, study.plan().hash()));
        sites.values().stream().skip(number - lost).forEach(site -> {
            var before = site.calls.get();
            site.answers = call -> call - before <= calls;
        });
        var answer = alder.office.run(study.plan(), 0, everybody).orElseThrow();
        var release = StudyReleases.verify(answer.certificate(), keys).orElseThrow();
        assertThat(release.certificate().path("counted")).hasSize(number - lost);
        figures(release.result());
        assertThat(alder.office.run(study.plan(), 0, everybody))
                .as("asked again, it is the same document")
                .isEqualTo(Outcome.of(new Studies.Answer(answer.certificate(), true)));
        assertThat(ledger.seenBy(alder.identity.id()).eventsFrom(0).orElseThrow())
                .extracting(event -> (Object) event.directive())
                .contains(new Directive.Release(
                        release.certificate().path("run").asText(),
                        "readmissions",
                        Sha256.of(answer.certificate().array())));
        assertThat(site("birch").audit.ofPatient("p0", 10))
                .as("a patient finds that his record was counted")
                .anySatisfy(entry -> assertThat(entry.event().what()).containsExactly("study:readmissions/model"));
    }

    @Test
    void patients_of_several_hospitals_are_counted_once_over_the_wire_and_find_themselves_in_it() throws IOException {
        overlapping();
        var alder = site("alder");
        var study = alder.office
                .propose("researcher", Bytes.utf8(distinct()), sites.keySet())
                .orElseThrow();
        sites.values().forEach(site -> approve(site, study.plan().hash()));
        site("dogwood").answers = _ -> false;
        List<Integer> steps = new CopyOnWriteArrayList<>();
        site("birch").answers = _ -> {
            alder.office.progress(study.plan(), 0).ifPresent(stage -> steps.add(stage.step()));
            return true;
        };
        var answer = alder.office.run(study.plan(), 0, sites.keySet()).orElseThrow();
        assertThat(steps).as("while it is computed").containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(alder.office.progress(study.plan(), 0)).isEmpty();
        var release = StudyReleases.verify(answer.certificate(), keys).orElseThrow();
        assertThat(release.result().path("patients").asInt())
                .as("20 at each of three, 10 of which the next one has, too")
                .isBetween(38, 42);
        assertThat(release.certificate().path("terminology")).hasSize(1);
        assertThat(release.certificate().path("absent").findValuesAsText("member"))
                .containsExactly("dogwood");
        isShown(release, "p5", true);
        isShown(release, "p99", false);
        assertThat(CanonicalJson.of(alder.office.replay(study.plan(), 0).orElseThrow()))
                .isEqualTo(CanonicalJson.of(release.result()));
    }

    /** Four hospitals with 20 patients each, 10 of whom the next one has, too. */
    private void overlapping() throws IOException {
        hospitals(4, 0);
        var all = List.copyOf(sites.values());
        for (var i = 0; i < 80; i++) {
            all.get(i / 20).put("Patient", "p" + i % 20, "p" + i % 20, person(10 * (i / 20) + i % 20));
        }
    }

    /** Whether the second hospital shows, by the root that the release carries, that a patient was in it. */
    private void isShown(StudyReleases.Verified release, String patient, boolean counted) {
        var frame = release.certificate().path("counted").path(1).path("frame");
        var mine = site("birch").participations.of(patient).getFirst();
        assertThat(mine.counted()).isEqualTo(counted);
        assertThat(mine.proof()
                        .orElseThrow()
                        .shows(new Sha256(frame.path("consents").asText()), mine.name()))
                .contains(counted);
    }

    private static String person(int number) {
        return "{\"resourceType\":\"Patient\",\"birthDate\":\"1960-01-%02d\",\"gender\":\"other\",\"name\":[{\"given\":[\"Given\"],\"family\":\"Family%s\"}]}"
                .formatted(1 + number % 28, (char) ('a' + number % 26));
    }

    private String distinct() {
        var until = network.clock.instant().plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS);
        return """
                {"type":"study","v":1,"id":"heads","duo":["DUO:0000006"],
                 "asker":{"title":"Heads","purpose":"HRESCH"},
                 "safety":{"protection":{"exact":{"threshold":2}},
                  "terms":{"threshold":2,"quorum":3,"colluders":1},"notAfter":"%s"},
                 "cohort":{"demo":{"sex":"other"}},"variables":[],
                 "analyses":[{"name":"heads","distinct":{}}]}""".formatted(until);
    }

    private static void approve(Site site, Sha256 plan) {
        var _ = site.office.decide(plan, true, "steward").orElseThrow();
    }

    private Site site(String name) {
        return Optional.ofNullable(sites.get(new NodeId(name))).orElseThrow();
    }

    /** The rows at those that stay; those that will be lost have rows of their own, which must not be counted. */
    private void hospitals(int number, int lost) throws IOException {
        var rows = rows();
        List<List<Map<String, String>>> parts = new ArrayList<>();
        IntStream.range(0, number).forEach(_ -> parts.add(new ArrayList<>()));
        for (var i = 0; i < rows.size(); i++) {
            parts.get(i % (number - lost)).add(rows.get(i));
        }
        parts.stream().skip(number - lost).forEach(part -> part.addAll(rows.subList(0, 40)));
        for (var i = 0; i < number; i++) {
            var site = new Site(NAMES.get(i), parts.get(i));
            sites.put(site.identity.id(), site);
            peers.put(site.identity.id(), network.serve(site.identity, site::hear));
            var _ = ledger.seenBy(new NodeId("alder"))
                    .submit(new Directive.AdmitMember(
                            site.identity.id(), "A hospital", "https://localhost", Sha256.of(NAMES.get(i)), "{}"))
                    .orElseThrow();
        }
    }

    private static List<Map<String, String>> rows() throws IOException {
        var lines = Files.readAllLines(FIGURES.resolve("binomial.csv"));
        var names = lines.getFirst().split(",", -1);
        return lines.stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(values -> {
                    Map<String, String> row = new TreeMap<>();
                    IntStream.range(0, names.length).forEach(i -> row.put(names[i], values[i]));
                    return row;
                })
                .toList();
    }

    private String plan(int number) {
        var until = network.clock.instant().plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS);
        return """
                {"type":"study","v":1,"id":"readmissions","duo":["DUO:0000006"],
                 "asker":{"title":"Readmissions","purpose":"HRESCH"},
                 "safety":{"protection":{"exact":{"threshold":1}},
                  "terms":{"threshold":1,"quorum":%d,"colluders":1},"notAfter":"%s"},
                 "cohort":{"demo":{"sex":"female"}},
                 "variables":[%s,%s,%s,{"name":"readmitted","has":{"type":"Observation",
                  "code":{"codes":[{"system":"https://example.org/columns","code":"readmitted"}]},
                  "value":{"op":"gt","val":0.5,"ucum":"1"}}}],
                 "analyses":[{"name":"model","glm":{"family":"binomial","response":"readmitted",
                  "terms":["age","sex","marker"]}}]}""".formatted(
                Math.max(3, (2 * number + 2) / 3), until, value("age", 120), value("sex", 1), value("marker", 100));
    }

    private static String value(String name, int high) {
        return """
                {"name":"%s","value":{"of":{"type":"Observation","code":{"codes":[
                 {"system":"https://example.org/columns","code":"%s"}]}},"ucum":"1","low":%d,"high":%d}}""".formatted(name, name, -high, high);
    }

    private static void figures(JsonNode result) throws IOException {
        for (var one : result.path("coefficients")) {
            var term = one.path("term").asText();
            near(one.path("estimate").asDouble(), recorded("estimate", term));
            near(one.path("error").asDouble(), recorded("error", term));
        }
        near(result.path("deviance").asDouble(), recorded("fit", "deviance"));
        assertThat(result.path("coefficients")).hasSize(4);
    }

    private static void near(double value, double expected) {
        assertThat(Math.abs(value - expected)).isLessThanOrEqualTo(SHARE * Math.abs(expected));
    }

    private static double recorded(String figure, String name) throws IOException {
        try (var lines = Files.lines(FIGURES.resolve("r-results.csv"))) {
            var start = "binomial," + figure + "," + name + ",";
            return lines.filter(line -> line.startsWith(start))
                    .mapToDouble(line -> Double.parseDouble(line.substring(start.length())))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
