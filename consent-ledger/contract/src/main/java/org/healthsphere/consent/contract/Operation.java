package org.healthsphere.consent.contract;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What can be written on the ledger: its name, its fields, and the key that its record is kept under. */
enum Operation {
    REGISTER_KEY("registerKey", Map.of("custodian", Field.MEMBER, "spki", Field.KEY), form -> "K:"
            + PatientKey.of(form.text("spki")).map(key -> key.thumbprint().hex()).orElse("none")),
    GRANT(
            "grant",
            Map.ofEntries(
                    entry("id", Field.ID),
                    entry("custodian", Field.MEMBER),
                    entry("handle", Field.HANDLE),
                    entry("digest", Field.DIGEST),
                    entry("purposes", Field.PURPOSES),
                    entry("notAfter", Field.INSTANT),
                    entry("key", Field.DIGEST),
                    entry("signature", Field.SIGNATURE)),
            form -> "C:" + form.text("id")),
    REVOKE("revoke", Map.of("id", Field.ID, "key", Field.DIGEST, "signature", Field.SIGNATURE), form -> "R:"
            + form.text("id")),
    BREAK_GLASS(
            "breakGlass",
            Map.of(
                    "id", Field.NAME,
                    "custodian", Field.MEMBER,
                    "handle", Field.HANDLE,
                    "requester", Field.MEMBER,
                    "digest", Field.DIGEST),
            form -> "E:" + form.text("id")),
    ADMIT_MEMBER(
            "admitMember",
            Map.of(
                    "member", Field.MEMBER,
                    "organization", Field.WORDS,
                    "endpoint", Field.WORDS,
                    "certificate", Field.DIGEST,
                    "card", Field.CARD),
            form -> Members.key(form.text("member"))),
    SUSPEND_MEMBER("suspendMember", Map.of("member", Field.MEMBER), form -> Members.key(form.text("member"))),
    DEBIT(
            "debit",
            Map.of(
                    "id", Field.NAME,
                    "study", Field.NAME,
                    "member", Field.MEMBER,
                    "epsilonMicros", Field.COUNT,
                    "limitMicros", Field.COUNT),
            form -> "B:" + form.text("id")),
    RELEASE("release", Map.of("id", Field.NAME, "study", Field.NAME, "certificate", Field.DIGEST), form -> "X:"
            + form.text("id")),
    ANCHOR_LOG("anchorLog", Map.of("member", Field.MEMBER, "entries", Field.COUNT, "head", Field.DIGEST), form -> "A:"
            + form.text("member") + "/" + form.count("entries"));

    private final String word;
    private final Map<String, Field> fields;
    private final Function<Form, String> key;

    Operation(String word, Map<String, Field> fields, Function<Form, String> key) {
        this.word = word;
        this.fields = fields;
        this.key = key;
    }

    static Optional<Operation> named(String name) {
        return Arrays.stream(values()).filter(o -> o.word.equals(name)).findFirst();
    }

    String word() {
        return word;
    }

    Map<String, Field> fields() {
        return fields;
    }

    String key(Form form) {
        return key.apply(form);
    }
}
