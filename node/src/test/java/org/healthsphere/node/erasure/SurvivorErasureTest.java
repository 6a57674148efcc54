package org.healthsphere.node.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.healthsphere.node.access.Passwords;
import org.healthsphere.node.access.UserDirectory;
import org.healthsphere.node.audit.InMemoryAuditLog;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.Replays;
import org.healthsphere.node.ingest.v2.V2Feed;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is erased is erased under every number that ever turned out to be his. */
class SurvivorErasureTest {
    private static final Requester STEWARD = new Requester(new NodeId("north"), "steward", Role.STEWARD);

    @TempDir
    Path folder;

    private static String adt(String event, String number, String patient, String line) {
        return "MSH|^~\\&|REG|NORTH|HS|NORTH|20240102030405||ADT^" + event + "|" + number + "|P|2.5.1\rPID|1||"
                + patient + "^^^NORTH^MR||Example^Name" + patient + "\r" + line + "\r";
    }

    @Test
    void with_a_survivor_go_those_whose_place_he_took_also_by_way_of_another() {
        var random = new SecureRandom();
        var users = UserDirectory.open(folder.resolve("users.json"), new Passwords(random), random)
                .orElseThrow();
        var kit = new Kit(folder.resolve("quarantine"), new V2Feed());
        try (var index = LuceneResourceIndex.open(kit.store, SearchParameters.r4(), folder.resolve("index"))) {
            var replays = new Replays(kit.ingest, kit.store, index, kit.originals, Kit.CLOCK);
            kit.stored("v2", adt("A04", "1", "7", "DG1|1||A^Asthma^LOC"));
            kit.stored("v2", adt("A04", "2", "8", "DG1|1||B^Bronchitis^LOC"));
            kit.stored("v2", adt("A04", "3", "9", "DG1|1||C^Cough^LOC"));
            kit.stored("v2", adt("A04", "4", "10", "DG1|1||D^Dizziness^LOC"));
            kit.stored("v2", adt("A40", "5", "8", "MRG|9^^^NORTH^MR"));
            kit.stored("v2", adt("A40", "6", "7", "MRG|8^^^NORTH^MR"));
            var people = kit.current("Patient").stream()
                    .map(patient -> patient.id().id())
                    .toList();
            var other = whose(kit, "Dizziness");
            var survivor = whose(kit, "Asthma");

            var erased = new Erasures(kit.store, index, kit.quarantine, users, _ -> {}, new InMemoryAuditLog(Kit.CLOCK))
                    .erase(STEWARD, survivor, "c1");

            assertThat(erased).isInstanceOf(Outcome.Success.class);
            assertThat(people).hasSize(4);
            assertThat(people.stream()
                            .filter(id ->
                                    kit.store.get(new ResourceId("Patient", id)).isPresent()))
                    .containsExactly(other);
            assertThat(kit.current("Condition").stream()
                            .flatMap(c -> kit.store.get(c.id()).stream())
                            .map(c -> c.patient()))
                    .containsExactly(Optional.of(other));
            assertThat(replays.list(
                            new Replays.Range(Optional.empty(), Optional.empty(), Instant.MIN, Instant.MAX), 10))
                    .hasSize(1);
        }
    }

    /** In whose record this diagnosis is. */
    private static String whose(Kit kit, String diagnosis) {
        return kit.current("Condition").stream()
                .filter(condition -> condition.json().utf8().contains(diagnosis))
                .flatMap(condition -> condition.patient().stream())
                .findFirst()
                .orElseThrow();
    }
}
