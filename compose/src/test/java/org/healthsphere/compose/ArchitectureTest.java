package org.healthsphere.compose;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.healthsphere.node.http.UseCases;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    static final String ROOT = "org.healthsphere";

    private static final JavaClasses OURS =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    /** Who may know whom: the leaves never see each other, the node joins them. */
    private static final Map<String, Set<String>> KNOWS = Map.of(
            "specs", Set.of(),
            "keys", Set.of("specs"),
            "terminology", Set.of("specs"),
            "consent", Set.of("specs", "keys"),
            "federation", Set.of("specs", "keys"),
            "node", Set.of("specs", "keys", "terminology", "consent", "federation"));

    /** Each library has one home, so that it can be replaced there. */
    private static final Map<String, Set<String>> HOMES = Map.ofEntries(
            Map.entry(
                    "org.hyperledger.fabric..",
                    Set.of("consent.client..", "consent.chaincode..", "consent.embedded..", "consent.fabric..")),
            Map.entry(
                    "io.vertx..",
                    Set.of(
                            "node",
                            "node.http..",
                            "node.peers..",
                            "node.cluster.tcp..",
                            "node.processes..",
                            "node.ingest.mllp..",
                            "node.web..",
                            "node.api..")),
            Map.entry("gg.jte..", Set.of("node.web..", "node.api..")),
            Map.entry("org.hl7.fhir..", Set.of("node.ingest..", "node.validation..", "terminology.fhir..")),
            Map.entry("ca.uhn.fhir..", Set.of("node.ingest..", "node.validation..", "terminology.fhir..")),
            Map.entry("org.bouncycastle..", Set.of("keys.bc..")),
            Map.entry("org.apache.jena..", Set.of("terminology.jena..")),
            Map.entry("org.apache.lucene..", Set.of("terminology.index..", "node.store.index..")),
            Map.entry("org.roaringbitmap..", Set.of("terminology.index..", "node.store.index..")),
            Map.entry("org.fhir.ucum..", Set.of("terminology.grammar..")),
            Map.entry("com.nimbusds..", Set.of("node.smart..", "node.openid..", "node.links..")),
            Map.entry("blue.strategic..", Set.of("node.outbound.flat..")),
            Map.entry("org.apache.parquet..", Set.of("node.outbound.flat..")),
            Map.entry("io.nayuki..", Set.of("node.web..")),
            Map.entry("net.minidev..", Set.of("node.smart..", "node.openid..")),
            Map.entry("com.yubico..", Set.of("node.passkeys..")),
            Map.entry("org.apache.ignite..", Set.of("node.store.ignite..")),
            Map.entry(
                    "org.apache.commons.csv..",
                    Set.of("terminology.content..", "terminology.load..", "node.ingest.table..")),
            Map.entry("java.sql..", Set.of("node.ingest.jdbc..", "node.outbound.flat..")));

    @TestFactory
    Stream<DynamicTest> modules_know_only_whom_they_may() {
        return KNOWS.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    var others = KNOWS.keySet().stream()
                            .filter(m -> !m.equals(e.getKey()) && !e.getValue().contains(m))
                            .map(m -> m + "..");
                    noClasses()
                            .that()
                            .resideInAPackage(ours(e.getKey() + ".."))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(ours(others))
                            .check(OURS);
                }));
    }

    @TestFactory
    Stream<DynamicTest> every_library_has_one_home() {
        return HOMES.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(
                        e.getKey(),
                        () -> noClasses()
                                .that()
                                .resideOutsideOfPackages(ours(e.getValue().stream()))
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(e.getKey())
                                .check(OURS)));
    }

    @TestFactory
    Stream<DynamicTest> a_modules_public_face_stays_small() {
        return KNOWS.keySet().stream()
                .map(m -> DynamicTest.dynamicTest(m, () -> {
                    var face = OURS.stream()
                            .filter(c -> c.getPackageName().equals(ours(m)) && c.isTopLevelClass())
                            .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC));
                    assertThat(face).as("public types of " + ours(m)).hasSizeLessThanOrEqualTo(20);
                }));
    }

    @ArchTest
    static final ArchRule there_are_no_cycles =
            slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule time_and_chance_are_handed_in = noClasses()
            .that()
            .resideOutsideOfPackage(ours("node.cli.."))
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(InstantSource.class, "system")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .because("a test must be able to stop the clock and to know the next id");

    @ArchTest
    static final ArchRule one_place_starts_threads = noClasses()
            .that()
            .doNotBelongToAnyOf(UseCases.class)
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Executors.class)
            .orShould()
            .callMethod(Thread.class, "start")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(CompletableFuture.class, "get")
            .orShould()
            .callMethod(CompletableFuture.class, "join");

    @ArchTest
    static final ArchRule only_the_command_line_prints =
            noClasses().that().resideOutsideOfPackage(ours("node.cli..")).should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule nothing_uses_java_util_logging = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    private static String ours(String relative) {
        return ROOT + "." + relative;
    }

    private static String[] ours(Stream<String> relative) {
        return relative.map(ArchitectureTest::ours).toArray(String[]::new);
    }
}
