package org.healthsphere.consent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsentContractTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String HANDLE = "handle-0123456789";
    private static final KeyPair PATIENT = pair("secp256r1");
    private static final String KEY =
            Sha256.of(PATIENT.getPublic().getEncoded()).hex();

    private final MapLedger ledger = new MapLedger();

    private static KeyPair pair(String curve) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String sign(KeyPair pair, String text) {
        try {
            var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(pair.getPrivate());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String admission(String member) {
        return "{\"card\":\"{}\",\"certificate\":\"%s\",\"endpoint\":\"https://%s.example\",\"member\":\"%s\",\"organization\":\"H\"}"
                .formatted("ab".repeat(32), member, member);
    }

    private static String registration(KeyPair pair) {
        return "{\"custodian\":\"north\",\"spki\":\"%s\"}"
                .formatted(base64(pair.getPublic().getEncoded()));
    }

    /** A grant in canonical JSON, signed. */
    private static String grant(String notAfter, String purposes) {
        var unsigned =
                "{\"custodian\":\"north\",\"digest\":\"%s\",\"handle\":\"%s\",\"id\":\"%s\",\"key\":\"%s\",\"notAfter\":\"%s\",%s\"purposes\":%s%s}";
        var digest = "cd".repeat(32);
        var signature = sign(
                PATIENT,
                unsigned.formatted(digest, HANDLE, ID, KEY, notAfter, "\"operation\":\"grant\",", purposes, ""));
        return unsigned.formatted(
                digest, HANDLE, ID, KEY, notAfter, "", purposes, ",\"signature\":\"" + signature + "\"");
    }

    private static String grant() {
        return grant("2099-01-01T00:00:00Z", "[\"HRESCH\",\"TREAT\"]");
    }

    private static String revoke(KeyPair pair) {
        return "{\"id\":\"%s\",\"key\":\"%s\",\"signature\":\"%s\"}"
                .formatted(ID, KEY, sign(pair, "{\"id\":\"" + ID + "\",\"operation\":\"revoke\"}"));
    }

    private Outcome<Bytes> granted() {
        return ledger.passing("terms", "sealed").call("grant", grant());
    }

    private static void refused(Outcome<Bytes> outcome, String text) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        f -> assertThat(Refusals.text(f.fault())).isEqualTo(text));
    }

    private static String text(Outcome<Bytes> outcome) {
        return outcome.orElseThrow().utf8();
    }

    @BeforeEach
    void found() {
        var _ = ledger.call("admitMember", admission("north")).orElseThrow();
        var _ = ledger.call("admitMember", admission("south")).orElseThrow();
        var _ = ledger.call("registerKey", registration(PATIENT)).orElseThrow();
    }

    @Test
    void a_grant_leaves_a_record_a_place_for_its_end_an_index_and_private_terms() {
        assertThat(text(granted()))
                .isEqualTo(text(Outcome.of(Bytes.utf8(ledger.events.getFirst().substring(6)))));
        assertThat(ledger.writes.keySet())
                .containsExactly("C:" + ID, "C:" + ID + "/1", "R:" + ID, "byHandle/" + HANDLE + "/" + ID);
        assertThat(ledger.state.get("R:" + ID)).isEqualTo("none");
        assertThat(ledger.policies)
                .isEqualTo(Map.of(
                        "R:" + ID, Set.of("north", "south"), "C:" + ID, Set.of("north and one of [north, south]")));
        assertThat(ledger.privates).isEqualTo(Map.of("north/" + ID, Bytes.utf8("sealed")));
        assertThat(ledger.state.toString()).doesNotContain("sealed");
        assertThat(ledger.events).hasSize(1).first().asString().startsWith("grant {");
    }

    @Test
    void a_revocation_reads_nothing_at_all() {
        var _ = granted().orElseThrow();
        var _ = ledger.by("south").call("revoke", revoke(PATIENT)).orElseThrow();
        assertThat(ledger.reads).isEmpty();
        assertThat(ledger.writes.keySet()).containsExactly("R:" + ID);
        assertThat(text(ledger.call("check", ID))).contains("\"status\":\"revoked\"");
        refused(granted(), "refused 409: is on the ledger already");
    }

    @Test
    void a_revocation_before_its_grant_holds_as_well() {
        var _ = ledger.call("revoke", revoke(PATIENT)).orElseThrow();
        refused(granted(), "refused 410: this consent was revoked");
    }

    @Test
    void a_tombstone_by_somebody_else_is_contested_and_denies_until_the_patients_own_comes() {
        var _ = granted().orElseThrow();
        var foreign = revoke(pair("secp256r1"));
        refused(ledger.call("revocable", foreign), "refused 403: not signed by the patient");
        var _ = ledger.call("revoke", foreign).orElseThrow();
        assertThat(text(ledger.call("check", ID))).contains("\"status\":\"contested\"");
        assertThat(ledger.call("revocable", revoke(PATIENT))).isInstanceOf(Outcome.Success.class);
        var _ = ledger.call("revoke", revoke(PATIENT)).orElseThrow();
        assertThat(text(ledger.call("check", ID))).contains("\"status\":\"revoked\"");
    }

    @Test
    void what_the_patient_did_not_sign_is_refused() {
        var altered = grant().replace("\"HRESCH\",", "");
        refused(ledger.passing("terms", "x").call("grant", altered), "refused 403: not signed by the patient");
        var unknown = grant().replace(KEY, "ee".repeat(32));
        refused(ledger.passing("terms", "x").call("grant", unknown), "refused 404: the key is not registered");
    }

    @Test
    void terms_come_beside_the_arguments_and_are_read_by_the_custodian_alone() {
        refused(ledger.call("grant", grant()), "refused 400: terms: missing, or too large");
        refused(
                ledger.passing("terms", "x".repeat(256 * 1024 + 1)).call("grant", grant()),
                "refused 400: terms: missing, or too large");
        var _ = granted().orElseThrow();
        assertThat(text(ledger.call("terms", ID))).isEqualTo("sealed");
        refused(ledger.by("south").call("terms", ID), "refused 403: the terms are for the custodian");
    }

    @Test
    void a_grant_that_has_expired_is_refused() {
        refused(
                ledger.passing("terms", "x").call("grant", grant("2026-03-01T12:00:00Z", "[\"TREAT\"]")),
                "refused 422: notAfter: has passed");
    }

    @Test
    void reads_show_records_histories_and_what_a_directive_became() {
        var _ = granted().orElseThrow();
        assertThat(text(ledger.by("south").call("byHandle", HANDLE)))
                .contains(ID)
                .contains("\"status\":\"active\"");
        assertThat(text(ledger.call("byHandle", "another-handle-00"))).isEqualTo("{\"consents\":[]}");
        assertThat(text(ledger.call("history", ID))).contains("\"value\":\"none\"");
        assertThat(text(ledger.call("find", "grant", grant()))).contains("\"tx\":\"tx-4\"");
        refused(ledger.call("find", "revoke", revoke(PATIENT)), "refused 404: not on the ledger");
        refused(ledger.call("check", "unknown"), "refused 404: no such consent");
        refused(ledger.call("find", "nothing", "{}"), "refused 400: no such operation");
    }

    @Test
    void a_key_on_another_curve_is_no_patients_key() {
        refused(
                ledger.call("registerKey", registration(pair("secp384r1"))),
                "refused 400: spki: a public key on P-256");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        suspendMember | {"member":"North"}                        | refused 400: member: a member s id
        suspendMember | {"member":"north","more":1}               | refused 400: unknown: a field that this operation does not have
        suspendMember | {}                                        | refused 400: member: a member s id
        suspendMember | {"member":"north"} {}                     | refused 400: not a JSON object
        suspendMember | []                                        | refused 400: not a JSON object
        suspendMember | {"member":"a1","member":"a2"}             | refused 400: not a JSON object
        publishRevocations | {"list":"short"}                     | refused 400: list: a list of revoked certificates in base64url
        requestCertificates | {"member":"north"}                  | refused 400: request: at most 8,192 characters
        nothing       | {}                                        | refused 400: no such function
        """)
    void what_has_not_its_form_is_refused(String function, String argument, String text) {
        refused(ledger.call(function, argument), text);
    }

    @Test
    void a_call_without_its_argument_is_refused() {
        refused(ledger.call("grant"), "refused 400: an argument is missing");
        refused(ledger.call("check"), "refused 400: an argument is missing");
    }

    @ParameterizedTest
    @CsvSource({"'[\"TREAT\",\"HRESCH\"]'", "'[\"TREAT\",\"TREAT\"]'", "'[]'", "'[\"HMARKT\"]'", "'\"TREAT\"'"})
    void purposes_are_known_sorted_and_named_once(String purposes) {
        refused(
                ledger.passing("terms", "x").call("grant", grant("2099-01-01T00:00:00Z", purposes)),
                "refused 400: purposes: known purposes of use, sorted, each once");
    }

    @Test
    void a_ledger_listens_to_members_to_the_founder_and_to_anybody_before_there_is_one() {
        assertThat(ConsentContract.takesPart("anybody", key -> java.util.Optional.empty()))
                .isTrue();
        assertThat(ConsentContract.takesPart("anybody", ledger::read)).isFalse();
        assertThat(ConsentContract.takesPart("south", ledger::read)).isTrue();
        var _ = ledger.call("suspendMember", "{\"member\":\"south\"}").orElseThrow();
        assertThat(ConsentContract.takesPart("south", ledger::read)).isFalse();
        var _ = ledger.call("suspendMember", "{\"member\":\"north\"}").orElseThrow();
        assertThat(ConsentContract.takesPart("north", ledger::read)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"check", "byHandle", "history", "terms", "find", "revocable"})
    void who_takes_no_part_is_told_nothing(String read) {
        refused(ledger.by("stranger").call(read, ID, "{}"), "refused 403: not a member of the network");
    }

    @Test
    void budgets_share_no_key_but_that_of_their_study_and_member() {
        var debit = "{\"rhoMicros\":%d,\"id\":\"%s\",\"limitMicros\":100,\"member\":\"north\",\"study\":\"s\"}";
        var _ = ledger.call("debit", debit.formatted(60, "d1")).orElseThrow();
        assertThat(ledger.writes.keySet()).containsExactly("B:d1", "S:s/north");
        refused(
                ledger.call("debit", debit.formatted(41, "d2")),
                "refused 422: rhoMicros: nothing, or more than is left of the budget");
        var _ = ledger.call("debit", debit.formatted(40, "d2")).orElseThrow();
        assertThat(ledger.state.get("S:s/north")).isEqualTo("{\"limit\":100,\"spent\":100}");
    }

    @Test
    void refusals_have_a_code_each_and_a_closed_alphabet() {
        assertThat(Refusals.text(new Fault.NotFound("\"http://10.0.0.1:7051/\" <x>")))
                .isEqualTo("refused 404:  http:  10.0.0.1:7051    x ");
    }
}
