package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.healthsphere.node.ingest.Identities.Identifier;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;

class IdentitiesTest {
    private static final Identifier ONE = new Identifier("https://a.example/mrn", "1", "MR");
    private static final Identifier TWO = new Identifier("https://a.example/mrn", "2", "MR");
    private static final Identifier SOCIAL = new Identifier("http://hl7.org/fhir/sid/us-ssn", "999", "SS");

    private final InMemoryResourceStore store = new InMemoryResourceStore(Kit.CLOCK);
    private final Identities identities = new Identities(new StoreSink(store));

    @Test
    void an_identifier_means_the_same_patient_every_time() {
        assertThat(identities.patient(List.of(ONE))).isEqualTo(identities.patient(List.of(ONE)));
        assertThat(patient(ONE)).isNotEqualTo(patient(TWO));
    }

    @Test
    void a_second_identifier_means_the_patient_of_the_first_for_good() {
        var first = identities.patient(List.of(ONE, TWO)).orElseThrow();
        assertThat(first.known()).isFalse();
        assertThat(first.marks()).hasSize(2);
        commit(first.marks());

        var second = identities.patient(List.of(TWO)).orElseThrow();
        assertThat(second).isEqualTo(new Identities.Match(first.patient(), true, List.of()));
    }

    @Test
    void a_number_of_another_kind_tells_nobody() {
        assertThat(identities.patient(List.of(SOCIAL))).isEmpty();
        assertThat(identities.patient(List.of(SOCIAL, ONE)).orElseThrow().patient())
                .isEqualTo(patient(ONE));
    }

    @Test
    void a_document_may_have_a_social_security_number_only() {
        var untyped = new Identifier("urn:oid:2.16.840.1.113883.4.1", "999", "");
        assertThat(identities.patient(List.of(untyped, ONE)).orElseThrow().patient())
                .isEqualTo(patient(ONE));
        assertThat(identities.patient(List.of(untyped))).isPresent();
    }

    @Test
    void a_merge_is_followed_to_the_survivor() {
        var old = identities.patient(List.of(ONE)).orElseThrow();
        commit(old.marks());
        replaced(old.patient(), "survivor");

        assertThat(patient(ONE)).isEqualTo("survivor");
    }

    private String patient(Identifier identifier) {
        return identities.patient(List.of(identifier)).orElseThrow().patient();
    }

    private void commit(List<Commit.Mark> marks) {
        assertThat(store.commit(new Commit(List.of(), marks)).orElseThrow()).isEmpty();
    }

    private void replaced(String old, String by) {
        var json = "{\"resourceType\":\"Patient\",\"link\":[{\"other\":{\"reference\":\"Patient/" + by
                + "\"},\"type\":\"replaced-by\"}]}";
        var put = new Commit.Write.Put(
                new ResourceId("Patient", old), OptionalLong.empty(), Optional.of(old), Bytes.utf8(json));
        assertThat(store.commit(Commit.of(put)).orElseThrow()).hasSize(1);
    }
}
