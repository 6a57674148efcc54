package org.healthsphere.node.fhir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthsphere.node.audit.FileAuditLog;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ignite.IgniteResourceStore;
import org.healthsphere.node.store.ignite.IgniteSettings;
import org.healthsphere.node.store.ignite.Keys;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What FHIR's interactions cost below HTTP: the durable store with its seal, the index on disk, parsing and writing. No consent, no
 * token, no audit of reads; writes are audited and on the disk before they are answered.
 *
 * <p>1,000 generated patients with ten encounters each, some 30,000 resources, in a folder of their own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class StoreBench {
    private static final int ENCOUNTERS = 10;
    private static final Access ACCESS =
            new Access(new Requester(new NodeId("bench"), "bench", Role.SYSTEM), PurposeOfUse.TREAT, "bench");
    private static final Asking ASKING = Asking.of(ACCESS, "https://localhost/fhir");

    @Param("1000")
    private int patientCount;

    private final Random random = new Random(11);
    private final AtomicInteger ids = new AtomicInteger();
    private final Intake intake = new Intake(SearchParameters.r4());
    private Path folder;
    private IgniteResourceStore store;
    private LuceneResourceIndex index;
    private FileAuditLog audit;
    private Interactions interactions;
    private List<ResourceId> observations;
    private List<ResourceId> patients;
    private Bytes observation;

    @Setup
    public void fill() throws IOException {
        folder = Files.createTempDirectory("store-bench");
        store = IgniteResourceStore.open(IgniteSettings.of(folder.resolve("store"), "bench"), Keys.in(folder), Instant::now);
        index = LuceneResourceIndex.open(store, SearchParameters.r4(), folder.resolve("index"));
        audit = FileAuditLog.open(folder.resolve("audit"), new NodeId("bench"), Instant::now).orElseThrow();
        interactions = new Interactions(
                intake, store, index, new OpenGate(store, index), audit, () -> "r" + ids.incrementAndGet());
        interactions.bundle(ASKING, SampleBundles.staff(40)).orElseThrow();
        var bundles = new SampleBundles(7);
        for (var n = 0; n < patientCount; n++) {
            interactions.bundle(ASKING, bundles.patient(n, ENCOUNTERS)).orElseThrow();
        }
        observations = all("Observation");
        patients = all("Patient");
        observation = store.get(observations.getFirst()).orElseThrow().json();
    }

    private List<ResourceId> all(String type) {
        List<ResourceId> all = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            var page = index.search(new Query(type, List.of(), List.of(), 1_000, after), ReleaseFilter.everything())
                    .orElseThrow();
            all.addAll(page.matches());
            after = page.next();
        } while (after.isPresent());
        return List.copyOf(all);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    @TearDown
    public void end() throws IOException {
        audit.close();
        index.close();
        store.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Bytes search(String type, String query) {
        return interactions.search(ASKING, type, Parameters.parse(query)).orElseThrow();
    }

    @Benchmark
    public Object readAnyResource() {
        return interactions.read(ACCESS, any(observations)).orElseThrow();
    }

    @Benchmark
    public Object readTheSameResource() {
        return interactions.read(ACCESS, observations.getFirst()).orElseThrow();
    }

    @Benchmark
    public Object searchByPatientAndCode() {
        return search("Observation", "code=http://loinc.org|4548-4&_count=10&patient=" + any(patients));
    }

    @Benchmark
    public Object searchByDate() {
        return search("Encounter", "date=ge2010-01&date=lt2010-03&_count=10");
    }

    @Benchmark
    public Object searchByName() {
        return search("Patient", "name=sam&_count=10");
    }

    @Benchmark
    public Object searchThroughAReference() {
        return search("Observation", "patient.gender=female&_count=10");
    }

    @Benchmark
    public Object countOfACode() {
        return search("Observation", "code=http://loinc.org|4548-4&_summary=count");
    }

    @Benchmark
    public Object everythingOfAPatient() {
        return interactions.records().everything(ASKING, any(patients).id(), Parameters.parse("_count=100")).orElseThrow();
    }

    @Benchmark
    public Object parseAndCheckAnObservation() {
        return intake.check(observation).orElseThrow();
    }

    @Benchmark
    public Object createDurablyAndIndex() {
        return interactions.writes().create(ACCESS, "Observation", observation, Optional.empty()).orElseThrow();
    }

    @Benchmark
    public Object createAndFindAtOnce() {
        var created = interactions.writes()
                .create(ACCESS, "Observation", observation, Optional.empty())
                .orElseThrow()
                .resource()
                .orElseThrow();
        return search("Observation", "_id=" + created.id().id());
    }

    @Benchmark
    public Object updateAPatient() {
        var id = any(patients);
        var current = store.get(id).orElseThrow();
        return interactions.writes().update(ACCESS, id, current.json(), OptionalLong.empty()).orElseThrow();
    }
}
