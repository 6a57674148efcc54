package org.healthsphere.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.healthsphere.federation.exchange.LinkedPatients;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.federation.linkage.LinkageIndex;
import org.healthsphere.federation.linkage.LinkageSecret;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.federation.linkage.TokenInputs;
import org.healthsphere.federation.linkage.Tokenizer;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
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
    private final Tokenizer tokenizer = new Tokenizer(new LinkageSecret(Bytes.of(new byte[32])));
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
        return register.locate(tokens(tokenizer, patient)).orElseThrow();
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
        var elsewhere = new Tokenizer(new LinkageSecret(Bytes.of(other)));
        assertThat(register.locate(tokens(elsewhere, TESS.formatted("")))).isEqualTo(Outcome.of(Optional.empty()));
    }

    /** A hospital among members whose key is this one; the others help as long as they are there. */
    private final class Among {
        private Tokenizer members = new Tokenizer(new LinkageSecret(Bytes.utf8("a key that members have in common")));
        private String epoch = "members' ";
        private boolean helped = true;
        private boolean changesWhileMaking;
        private int asked;
        private PatientRegister here = opened();

        PatientRegister opened() {
            var fresh = new LinkageIndex(tokenizer);
            return PatientRegister.among(
                    store,
                    fresh,
                    new LinkedPatients(fresh, _ -> {}),
                    new PatientRegister.Making(() -> members.key(), this::made, () -> Instant.EPOCH));
        }

        private Outcome<List<String>> made(List<String> texts) {
            asked += texts.size();
            if (changesWhileMaking) {
                changesWhileMaking = false;
                dealAnew();
            }
            return helped
                    ? Outcome.of(texts.stream()
                            .map(text -> TokenInputs.token(
                                    Bytes.of(Sha256.of(epoch + text).bytes())))
                            .toList())
                    : Outcome.failed(new Fault.Unavailable("others"));
        }

        /** Somebody has left. */
        private void dealAnew() {
            members = new Tokenizer(new LinkageSecret(Bytes.utf8("another key that members have in common")));
            epoch = "those who stay ";
        }

        private Outcome<Optional<String>> locate(String patient) throws JsonProcessingException {
            var inputs = TokenInputs.of(Demographics.of(new ObjectMapper().readTree(patient)));
            var before = helped;
            helped = true;
            var tokens = inputs.tokens(members.key(), made(inputs.all()).orElseThrow());
            helped = before;
            return here.locate(tokens);
        }
    }

    @Test
    void among_members_a_patient_is_found_by_their_tokens_and_each_is_made_once() throws JsonProcessingException {
        var among = new Among();
        put("Patient", "t1", TESS.formatted(""));
        put("Patient", "t2", TOM);
        assertThat(among.here.makeTokens()).isEqualTo(Outcome.of(2));
        assertThat(among.here.withoutTokens()).isZero();
        assertThat(among.locate(TOM)).isEqualTo(Outcome.of(Optional.of("t2")));
        var made = among.asked;
        among.here = among.opened();
        assertThat(among.here.makeTokens()).as("after a restart they are there").isEqualTo(Outcome.of(0));
        assertThat(among.asked).isEqualTo(made);
        assertThat(among.locate(TESS.formatted(""))).isEqualTo(Outcome.of(Optional.of("t1")));
    }

    @Test
    void as_long_as_somebody_has_no_tokens_nobody_is_told_of_anybody() throws JsonProcessingException {
        var among = new Among();
        put("Patient", "t1", TESS.formatted(""));
        assertThat(among.locate(TESS.formatted(""))).isEqualTo(Outcome.of(Optional.of("t1")));
        among.helped = false;
        put("Patient", "t2", TOM);
        var nothing = Outcome.failed(new Fault.Unavailable("the tokens of all patients here"));
        assertThat(among.locate(TOM)).isEqualTo(nothing);
        assertThat(among.locate(TESS.formatted("")))
                .as("who is known is answered alike")
                .isEqualTo(nothing);
        assertThat(among.here.withoutTokens()).isEqualTo(1);
        among.helped = true;
        assertThat(among.here.makeTokens()).isEqualTo(Outcome.of(1));
        assertThat(among.locate(TOM)).isEqualTo(Outcome.of(Optional.of("t2")));
    }

    @Test
    void while_nobody_helps_it_is_tried_for_one_patient_and_then_for_all_again() throws JsonProcessingException {
        var among = new Among();
        among.helped = false;
        put("Patient", "t1", TESS.formatted(""));
        put("Patient", "t2", TOM);
        assertThat(among.here.makeTokens()).isInstanceOf(Outcome.Failure.class);
        among.helped = true;
        assertThat(among.here.makeTokens()).isEqualTo(Outcome.of(1));
        put("Patient", "t3", TESS.formatted(""));
        assertThat(among.here.makeTokens()).isEqualTo(Outcome.of(2));
    }

    @Test
    void whoever_changes_gets_other_tokens_and_whoever_is_erased_leaves_none() throws JsonProcessingException {
        var among = new Among();
        put("Patient", "t1", TOM);
        assertThat(among.locate(TOM)).isEqualTo(Outcome.of(Optional.of("t1")));
        put("Patient", "t1", TESS.formatted(""));
        assertThat(among.locate(TOM)).isEqualTo(Outcome.of(Optional.empty()));
        assertThat(among.locate(TESS.formatted(""))).isEqualTo(Outcome.of(Optional.of("t1")));
        try (var marks = store.marks("linkage-tokens")) {
            assertThat(marks).hasSize(1);
        }
        var _ = store.erase("t1", _ -> {}).orElseThrow();
        assertThat(among.locate(TESS.formatted(""))).isEqualTo(Outcome.of(Optional.empty()));
        try (var marks = store.marks("linkage-tokens")) {
            assertThat(marks).isEmpty();
        }
    }

    @Test
    void after_the_key_was_dealt_anew_all_tokens_are_made_again_and_those_of_before_are_not_answered()
            throws JsonProcessingException {
        var among = new Among();
        put("Patient", "t1", TESS.formatted(""));
        put("Patient", "t2", TOM);
        var person = Demographics.of(new ObjectMapper().readTree(TOM));
        var before = among.here.tokens("t2", person).orElseThrow();
        assertThat(among.here.locate(before)).isEqualTo(Outcome.of(Optional.of("t2")));
        among.dealAnew();
        assertThat(among.here.locate(before))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("the tokens of all patients here")));
        among.helped = false;
        assertThat(among.locate(TOM))
                .as("nobody is told of anybody until all are made")
                .isEqualTo(Outcome.failed(new Fault.Unavailable("the tokens of all patients here")));
        among.helped = true;
        assertThat(among.here.makeTokens()).isEqualTo(Outcome.of(1));
        assertThat(among.here.makeTokens()).isEqualTo(Outcome.of(1));
        assertThat(among.locate(TOM)).isEqualTo(Outcome.of(Optional.of("t2")));
        assertThat(among.here.tokens("t2", person).orElseThrow().tokens()).isNotEqualTo(before.tokens());
        among.here = among.opened();
        assertThat(among.here.makeTokens()).as("after a restart they are there").isEqualTo(Outcome.of(0));
    }

    @Test
    void tokens_made_while_the_key_changes_are_nobodys() throws JsonProcessingException {
        var among = new Among();
        put("Patient", "t1", TESS.formatted(""));
        among.changesWhileMaking = true;
        assertThat(among.here.makeTokens())
                .isEqualTo(Outcome.failed(new Fault.Unavailable("the key of tokens, which has just changed")));
        try (var marks = store.marks("linkage-tokens")) {
            assertThat(marks).isEmpty();
        }
        assertThat(among.here.makeTokens()).isEqualTo(Outcome.of(1));
    }

    @Test
    void tokens_of_a_key_that_is_not_the_members_are_not_answered_at_all() throws JsonProcessingException {
        var among = new Among();
        put("Patient", "t1", TESS.formatted(""));
        assertThat(among.here.locate(tokens(tokenizer, TESS.formatted(""))))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("the tokens of all patients here")));
    }

    @Test
    void what_a_hospital_calls_its_patient_to_others_is_what_they_find_him_by() throws JsonProcessingException {
        var among = new Among();
        put("Patient", "t1", TESS.formatted(""));
        var person = Demographics.of(new ObjectMapper().readTree(TESS.formatted("")));
        among.helped = false;
        assertThat(among.here.tokens("t1", person)).isEqualTo(Outcome.failed(new Fault.Unavailable("others")));
        among.helped = true;
        var tokens = among.here.tokens("t1", person).orElseThrow();
        among.helped = false;
        assertThat(among.here.tokens("t1", person)).as("kept").isEqualTo(Outcome.of(tokens));
        assertThat(among.here.locate(tokens)).isEqualTo(Outcome.of(Optional.of("t1")));
        assertThat(register.tokens("t1", person)).isInstanceOf(Outcome.Failure.class);
    }
}
