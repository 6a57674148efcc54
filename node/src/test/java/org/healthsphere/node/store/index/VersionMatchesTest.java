package org.healthsphere.node.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.node.store.CodeRelations;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;

class VersionMatchesTest {
    private static final VersionMatches MATCHES = new VersionMatches(SearchParameters.r4(), CodeRelations.NONE);

    private static StoredResource version(String id, long version, String json) {
        return new StoredResource(
                new ResourceId("Observation", id),
                version,
                version,
                Instant.EPOCH,
                Optional.empty(),
                false,
                Bytes.utf8(("{'resourceType':'Observation','id':'" + id + "'," + json + "}").replace('\'', '"')));
    }

    private static final VersionMatches.Batch BATCH = MATCHES.of(List.of(
            version("a", 1, "'status':'preliminary','effectiveDateTime':'2026-01-01'"),
            version("a", 2, "'status':'final','effectiveDateTime':'2026-02-01'"),
            version("b", 1, "'status':'final','subject':{'reference':'Patient/ann'},'code':{'text':'Pulse'}"),
            version(
                    "c",
                    1,
                    "'status':'amended','valueQuantity':{'value':7,'system':'http://unitsofmeasure.org','code':'g'}")));

    @Test
    void versions_of_one_resource_are_told_apart() {
        assertThat(BATCH.matching("Observation", criteria("status", "final"))).containsExactly(1, 2);
        assertThat(BATCH.matching("Observation", criteria("status:not", "final")))
                .containsExactly(0, 3);
        assertThat(BATCH.matching("Observation", criteria("_id", "a"))).containsExactly(0, 1);
        assertThat(BATCH.matching("Observation", criteria("patient", "Patient/ann")))
                .containsExactly(2);
        assertThat(BATCH.matching("Observation", criteria("date", "ge2026-01-15")))
                .containsExactly(1);
        assertThat(BATCH.matching("Observation", criteria("date:missing", "true")))
                .containsExactly(2, 3);
        assertThat(BATCH.matching("Observation", criteria("code:text", "pulse")))
                .containsExactly(2);
        assertThat(BATCH.matching("Observation", criteria("value-quantity", "7000|http://unitsofmeasure.org|mg")))
                .containsExactly(3);
        assertThat(BATCH.matching("Patient", List.of())).isEmpty();
        assertThat(BATCH.matching("Observation", List.of())).containsExactly(0, 1, 2, 3);
    }

    private static List<Criterion> criteria(String name, String value) {
        return List.of(Criterion.of(name, List.of(value)));
    }

    @Test
    void as_many_as_there_are_are_looked_at() {
        var many = IntStream.range(0, 1_000)
                .mapToObj(i -> version("r" + i, 1, "'status':'" + (i % 2 == 0 ? "final" : "amended") + "'"))
                .toList();
        assertThat(MATCHES.of(many).matching("Observation", criteria("status", "final")))
                .isEqualTo(IntStream.range(0, 1_000)
                        .filter(i -> i % 2 == 0)
                        .boxed()
                        .toList());
    }

    @Test
    void what_asks_after_other_resources_is_refused_by_name() {
        var asked = Stream.of("subject.name", "_has:Provenance:target:agent", "status")
                .map(name -> Criterion.of(name, List.of("x")))
                .toList();
        assertThat(MATCHES.check("Observation", asked))
                .isEqualTo(Outcome.failed(new Fault.Invalid(List.of(
                        new Problem("subject.name", "asks after other resources, which is not done of a change"),
                        new Problem(
                                "_has:Provenance:target:agent",
                                "asks after other resources, which is not done of a change")))));
    }

    @Test
    void what_is_not_understood_is_refused_as_in_a_search() {
        assertThat(MATCHES.check("Observation", criteria("colour", "red")))
                .isEqualTo(Outcome.failed(new Fault.Invalid(
                        List.of(new Problem("colour", "is no search parameter of Observation here")))));
        var good = criteria("status", "final");
        assertThat(MATCHES.check("Observation", good)).isEqualTo(Outcome.of(good));
    }
}
