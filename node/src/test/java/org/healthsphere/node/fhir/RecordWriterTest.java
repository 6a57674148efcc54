package org.healthsphere.node.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;

class RecordWriterTest {
    private static final SearchParameters PARAMETERS = SearchParameters.r4();

    private final AtomicInteger ids = new AtomicInteger();
    private final InMemoryResourceStore store = new InMemoryResourceStore(() -> Instant.parse("2026-03-01T12:00:00Z"));
    private final LuceneResourceIndex index = LuceneResourceIndex.inMemory(store, PARAMETERS);
    private final RecordWriter writer =
            new RecordWriter(new Intake(PARAMETERS), store, index, () -> "w" + ids.incrementAndGet());

    private static Bytes json(String text) {
        return Bytes.utf8(text.replace('\'', '"'));
    }

    @Test
    void all_is_stored_with_its_marks_or_nothing() {
        var mark = new Mark("v2-message", "hospital|app|1", Bytes.utf8("stored"));
        var items = List.of(
                RecordWriter.Item.of(json("{'resourceType':'Patient','id':'m1'}")),
                RecordWriter.Item.of(json("{'resourceType':'Encounter','status':'finished','class':{'code':'AMB'},"
                        + "'subject':{'reference':'Patient/m1'}}")));
        var written = writer.write(items, List.of(mark)).orElseThrow();
        assertThat(written).extracting(r -> r.id().toString()).containsExactly("Patient/m1", "Encounter/w1");
        assertThat(written).allSatisfy(r -> assertThat(r.patient()).contains("m1"));
        var ofPatient =
                new Query("Encounter", List.of(Criterion.of("patient", List.of("m1"))), List.of(), 9, Optional.empty());
        assertThat(index.search(ofPatient, ReleaseFilter.everything())
                        .orElseThrow()
                        .matches())
                .containsExactly(new ResourceId("Encounter", "w1"));
        assertThat(writer.write(items, List.of(mark)))
                .isEqualTo(Outcome.failed(new Fault.Conflict("this was done before: v2-message")));
        assertThat(store.history(new ResourceId("Patient", "m1"))).hasSize(1);
    }

    @Test
    void every_problem_is_named_by_the_position_of_its_item() {
        var items = List.of(
                RecordWriter.Item.of(json("{'resourceType':'Patient','id':'m1'}")),
                RecordWriter.Item.of(json("{'resourceType':'Patient','birthDate':'x'}")),
                RecordWriter.Item.of(json("nothing")));
        assertThat(writer.write(items, List.of()))
                .isEqualTo(Outcome.failed(new Fault.Unprocessable(List.of(
                        new Problem("[1].Patient.birthDate", "is no valid date"),
                        new Problem("[2]", "is not well-formed JSON, or deeper or longer than this server reads")))));
        assertThat(store.lastChange()).isZero();
    }
}
