package org.healthsphere.consent.contract;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** What can be written on the ledger: its name, its fields, and the key that its record is kept under. */
enum Operation {
    REGISTER_KEY("registerKey"),
    GRANT("grant"),
    REVOKE("revoke"),
    BREAK_GLASS("breakGlass"),
    ADMIT_MEMBER("admitMember"),
    SUSPEND_MEMBER("suspendMember"),
    PUBLISH_REVOCATIONS("publishRevocations"),
    DEBIT("debit"),
    RELEASE("release"),
    ANCHOR_LOG("anchorLog");

    private static final Map<String, Field> GRANT_FIELDS = Map.ofEntries(
            entry("id", Field.ID),
            entry("custodian", Field.MEMBER),
            entry("handle", Field.HANDLE),
            entry("digest", Field.DIGEST),
            entry("purposes", Field.PURPOSES),
            entry("notAfter", Field.INSTANT),
            entry("key", Field.DIGEST),
            entry("signature", Field.SIGNATURE));

    private final String word;

    Operation(String word) {
        this.word = word;
    }

    static Optional<Operation> named(String name) {
        return Arrays.stream(values()).filter(o -> o.word.equals(name)).findFirst();
    }

    String word() {
        return word;
    }

    Map<String, Field> fields() {
        return switch (this) {
            case REGISTER_KEY -> Map.of("custodian", Field.MEMBER, "spki", Field.KEY);
            case GRANT -> GRANT_FIELDS;
            case REVOKE -> Map.of("id", Field.ID, "key", Field.DIGEST, "signature", Field.SIGNATURE);
            case BREAK_GLASS ->
                Map.of(
                        "id", Field.NAME,
                        "custodian", Field.MEMBER,
                        "handle", Field.HANDLE,
                        "requester", Field.MEMBER,
                        "digest", Field.DIGEST);
            case ADMIT_MEMBER ->
                Map.of(
                        "member", Field.MEMBER,
                        "organization", Field.WORDS,
                        "endpoint", Field.WORDS,
                        "certificate", Field.DIGEST,
                        "card", Field.CARD);
            case SUSPEND_MEMBER -> Map.of("member", Field.MEMBER);
            case PUBLISH_REVOCATIONS -> Map.of("list", Field.LIST);
            case DEBIT ->
                Map.of(
                        "id", Field.NAME,
                        "study", Field.NAME,
                        "member", Field.MEMBER,
                        "epsilonMicros", Field.COUNT,
                        "limitMicros", Field.COUNT);
            case RELEASE -> Map.of("id", Field.NAME, "study", Field.NAME, "certificate", Field.DIGEST);
            case ANCHOR_LOG -> Map.of("member", Field.MEMBER, "entries", Field.COUNT, "head", Field.DIGEST);
        };
    }

    String key(Form form) {
        return switch (this) {
            case REGISTER_KEY ->
                "K:"
                        + PatientKey.of(form.text("spki"))
                                .map(key -> key.thumbprint().hex())
                                .orElse("none");
            case GRANT -> "C:" + form.text("id");
            case REVOKE -> "R:" + form.text("id");
            case BREAK_GLASS -> "E:" + form.text("id");
            case ADMIT_MEMBER, SUSPEND_MEMBER -> Members.key(form.text("member"));
            case PUBLISH_REVOCATIONS -> Members.REVOCATIONS;
            case DEBIT -> "B:" + form.text("id");
            case RELEASE -> "X:" + form.text("id");
            case ANCHOR_LOG -> "A:" + form.text("member") + "/" + form.count("entries");
        };
    }
}
