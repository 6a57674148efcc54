package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.healthsphere.node.ingest.v2.V2Feed;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waited in quarantine is taken in after newer messages have come. */
class WaitedTest {
    private static final Replays.Range ALL =
            new Replays.Range(Optional.empty(), Optional.empty(), Instant.MIN, Instant.MAX);
    private static final String STRICT =
            "{\"change\": {\"encounter\": {\"require\": [\"status\", \"class\", \"serviceType\"]}}}";

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
    private Kit kit;
    private LuceneResourceIndex index;

    @BeforeEach
    void start() {
        kit = new Kit(folder.resolve("quarantine"), new V2Feed());
        index = LuceneResourceIndex.open(kit.store, SearchParameters.r4(), folder.resolve("index"));
    }

    @AfterEach
    void stop() {
        index.close();
    }

    private Ingest ingest(V2Feed feed) {
        return new Ingest(
                new StoreSink(kit.store),
                new Ingest.Keeping(kit.quarantine, Optional.of(kit.originals)),
                new Ingest.Meaning(
                        kit.terminology, SensitivityLabels.from(kit.terminology).orElseThrow()),
                List.of(feed),
                List.of(Kit.source()),
                now::get);
    }

    private Receipt take(Ingest ingest, String message) {
        now.updateAndGet(before -> before.plusSeconds(60));
        return ingest.take("v2", "north", Bytes.utf8(message));
    }

    private static String adt(String controlId, String numbers, String name, String visit) {
        return "MSH|^~\\&|REG|NORTH|HS|NORTH|20240102030405||ADT^A08|" + controlId + "|P|2.5.1\r" + "PID|1||" + numbers
                + "^^^NORTH^MR||" + name + "\r" + visit;
    }

    @Test
    void what_newer_messages_said_stays_and_what_only_it_said_is_there() {
        var strict = ingest(new V2Feed(Map.of("own.json", Bytes.utf8(STRICT))));
        assertThat(take(strict, adt("1", "7", "First", ""))).isInstanceOf(Receipt.Stored.class);
        var waits = take(strict, adt("2", "7^^^NORTH^MR~8", "Second", "PV1|1|I|||||||||||||||||V1^^^NORTH\r"));
        assertThat(waits).isInstanceOf(Receipt.Quarantined.class);
        var mended = ingest(new V2Feed());
        var replays = new Replays(mended, kit.store, index, kit.originals, now::get);
        assertThat(take(mended, adt("3", "7", "Third", ""))).isInstanceOf(Receipt.Stored.class);

        assertThat(mended.replay(mended.quarantined().getFirst().id())).containsInstanceOf(Receipt.Stored.class);

        var patient = kit.the("Patient");
        assertThat(patient.at("/name/0/family").asText()).isEqualTo("Third");
        assertThat(patient.path("identifier")).hasSize(2);
        assertThat(kit.the("Encounter").at("/identifier/0/value").asText()).isEqualTo("V1");
        assertThat(replays.replay(ALL).orElseThrow().changed()).isZero();

        assertThat(take(mended, adt("4", "7", "Fourth", ""))).isInstanceOf(Receipt.Stored.class);
        assertThat(kit.the("Patient").at("/name/0/family").asText()).isEqualTo("Fourth");
    }

    @Test
    void where_nothing_newer_came_it_is_the_newest() {
        var strict = ingest(new V2Feed(Map.of("own.json", Bytes.utf8(STRICT))));
        assertThat(take(strict, adt("1", "7", "First", ""))).isInstanceOf(Receipt.Stored.class);
        var waits = take(strict, adt("2", "7", "Second", "PV1|1|I|||||||||||||||||V1^^^NORTH\r"));
        assertThat(waits).isInstanceOf(Receipt.Quarantined.class);
        var mended = ingest(new V2Feed());
        var replays = new Replays(mended, kit.store, index, kit.originals, now::get);
        assertThat(take(mended, adt("3", "9", "Somebody", ""))).isInstanceOf(Receipt.Stored.class);

        assertThat(mended.replay(mended.quarantined().getFirst().id())).containsInstanceOf(Receipt.Stored.class);

        assertThat(kit.all("Patient").stream()
                        .map(patient -> patient.at("/name/0/family").asText()))
                .containsExactlyInAnyOrder("Second", "Somebody");
        assertThat(replays.replay(ALL).orElseThrow().changed()).isZero();
    }
}
