package org.healthsphere.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.healthsphere.federation.exchange.LinkedPatients;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.federation.linkage.LinkageDomain;
import org.healthsphere.federation.linkage.LinkageIndex;
import org.healthsphere.federation.linkage.LinkageSecret;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.federation.linkage.Tokenizer;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;

class PatientRegisterTest {
    private static final String TESS = """
            {"resourceType":"Patient","birthDate":"1970-04-01","gender":"female",
             "name":[{"family":"Testwoman","given":["Tess"]}],
             "address":[{"line":["1 Sample Street"],"city":"Sampletown","postalCode":"00001"}],
             "telecom":[{"system":"phone","value":"555-0100"}]%s}""";

    private static final String TOM = """
            {"resourceType":"Patient","birthDate":"1951-12-24","gender":"male",
             "name":[{"family":"Testman","given":["Tom"]}],
             "address":[{"line":["2 Sample Street"],"city":"Othertown","postalCode":"00002"}]}""";

    private final InMemoryResourceStore store = new InMemoryResourceStore(() -> Instant.parse("2026-03-01T08:00:00Z"));
    private final Tokenizer tokenizer = new Tokenizer(new LinkageSecret(Bytes.of(new byte[32])), LinkageDomain.CARE);
    private final LinkageIndex index = new LinkageIndex(tokenizer);
    private final PatientRegister register = new PatientRegister(store, index, new LinkedPatients(index, _ -> {}));

    private void put(String type, String id, String json) {
        var _ = store.commit(Commit.of(new Commit.Write.Put(
                        new ResourceId(type, id), OptionalLong.empty(), Optional.of(id), Bytes.utf8(json))))
                .orElseThrow();
    }

    private static PatientTokens tokens(Tokenizer tokenizer, String patient) throws JsonProcessingException {
        return tokenizer.tokens(Demographics.of(new ObjectMapper().readTree(patient)));
    }

    private Optional<String> locate(String patient) throws JsonProcessingException {
        return register.locate(tokens(tokenizer, patient));
    }

    @Test
    void a_patient_is_found_from_the_moment_he_is_in_the_store() throws JsonProcessingException {
        assertThat(locate(TESS.formatted(""))).isEmpty();
        put("Patient", "t1", TESS.formatted(""));
        put("Patient", "t2", TOM);
        put("Observation", "o1", "{\"resourceType\":\"Observation\"}");
        assertThat(locate(TESS.formatted(""))).contains("t1");
        assertThat(locate(TOM)).contains("t2");
    }

    @Test
    void an_erased_patient_is_found_no_more_and_the_others_are() throws JsonProcessingException {
        put("Patient", "t1", TESS.formatted(""));
        put("Patient", "t2", TOM);
        assertThat(locate(TOM)).contains("t2");
        var _ = store.erase("t2", _ -> {}).orElseThrow();
        assertThat(locate(TOM)).isEmpty();
        assertThat(index.size()).isEqualTo(1);
        assertThat(locate(TESS.formatted(""))).contains("t1");
    }

    @Test
    void what_is_known_of_a_patient_now_counts() throws JsonProcessingException {
        put("Patient", "t1", TOM);
        assertThat(locate(TOM)).contains("t1");
        put("Patient", "t1", TESS.formatted(""));
        assertThat(locate(TOM)).isEmpty();
        assertThat(locate(TESS.formatted(""))).contains("t1");
    }

    @Test
    void a_deleted_patient_is_not_found() throws JsonProcessingException {
        put("Patient", "t1", TESS.formatted(""));
        assertThat(locate(TESS.formatted(""))).contains("t1");
        var _ = store.commit(Commit.of(new Commit.Write.Delete(new ResourceId("Patient", "t1"), OptionalLong.empty())))
                .orElseThrow();
        assertThat(locate(TESS.formatted(""))).isEmpty();
        assertThat(index.size()).isZero();
    }

    @Test
    void after_a_merge_the_survivor_is_found() throws JsonProcessingException {
        put("Patient", "t1", TESS.formatted(""));
        put("Patient", "t2", TESS.formatted(""));
        assertThat(locate(TESS.formatted(""))).as("in doubt, it is nobody").isEmpty();
        put("Patient", "t1", TESS.formatted("""
                ,"link":[{"other":{"reference":"Patient/t2"},"type":"replaced-by"}]"""));
        assertThat(locate(TESS.formatted(""))).contains("t2");
    }

    @Test
    void tokens_of_another_network_find_nobody() throws JsonProcessingException {
        put("Patient", "t1", TESS.formatted(""));
        var other = new byte[32];
        other[0] = 1;
        var elsewhere = new Tokenizer(new LinkageSecret(Bytes.of(other)), LinkageDomain.CARE);
        assertThat(register.locate(tokens(elsewhere, TESS.formatted("")))).isEmpty();
    }
}
