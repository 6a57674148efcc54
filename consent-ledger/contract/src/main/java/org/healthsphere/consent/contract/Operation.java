package org.healthsphere.consent.contract;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.specs.Sha256;

/** What can be written on the ledger: its name, its fields, and the key that its record is kept under. */
enum Operation {
    REGISTER_KEY("registerKey"),
    ROTATE_KEY("rotateKey"),
    RETIRE_KEY("retireKey"),
    GRANT("grant"),
    AMEND("amend"),
    REVOKE("revoke"),
    OPT_OUT("optOut"),
    DELEGATE("delegate"),
    GUARDIAN("guardian"),
    ERASE("erase"),
    BREAK_GLASS("breakGlass"),
    LEGAL_BASIS_RELEASE("legalBasisRelease"),
    ADMIT_MEMBER("admitMember"),
    SUSPEND_MEMBER("suspendMember"),
    PUBLISH_REVOCATIONS("publishRevocations"),
    HAND_OVER("handOver"),
    PROPOSE("propose"),
    VOTE("vote"),
    REQUEST_CERTIFICATES("requestCertificates"),
    CERTIFY_MEMBER("certifyMember"),
    REGISTER_STUDY("registerStudy"),
    DEBIT("debit"),
    RELEASE("release"),
    ANCHOR_LOG("anchorLog");

    private static final String DELEGATION = "delegation";

    private static final Map<String, Field> GRANT_FIELDS = Map.ofEntries(
            entry("id", Field.ID),
            entry("custodian", Field.MEMBER),
            entry("handle", Field.HANDLE),
            entry("digest", Field.DIGEST),
            entry("purposes", Field.PURPOSES),
            entry("notAfter", Field.INSTANT),
            entry("key", Field.DIGEST),
            entry("signature", Field.SIGNATURE));

    private static final Map<String, Field> AMEND_FIELDS = Map.ofEntries(
            entry("id", Field.ID),
            entry("custodian", Field.MEMBER),
            entry("handle", Field.HANDLE),
            entry("version", Field.COUNT),
            entry("previous", Field.DIGEST),
            entry("digest", Field.DIGEST),
            entry("purposes", Field.PURPOSES),
            entry("notAfter", Field.INSTANT),
            entry("key", Field.DIGEST),
            entry("signature", Field.SIGNATURE));

    private static final Map<String, Field> GUARDIAN_FIELDS = Map.of(
            "id", Field.ID,
            "custodian", Field.MEMBER,
            "handle", Field.HANDLE,
            "delegate", Field.DIGEST,
            "basis", Field.DIGEST,
            "notAfter", Field.INSTANT);

    private static final Map<String, Field> LEGAL_BASIS_FIELDS = Map.of(
            "id", Field.ID,
            "custodian", Field.MEMBER,
            "handle", Field.HANDLE,
            "statute", Field.WORDS,
            "requester", Field.WORDS,
            "types", Field.TYPES,
            "notBefore", Field.INSTANT,
            "notAfter", Field.INSTANT,
            "approvals", Field.APPROVALS);

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

    /** What must be there. */
    Map<String, Field> fields() {
        return switch (this) {
            case REGISTER_KEY, ROTATE_KEY, RETIRE_KEY -> keyFields();
            case GRANT, AMEND, REVOKE, OPT_OUT, DELEGATE, GUARDIAN, ERASE, BREAK_GLASS, LEGAL_BASIS_RELEASE ->
                patientFields();
            case ADMIT_MEMBER, SUSPEND_MEMBER, PUBLISH_REVOCATIONS, HAND_OVER, PROPOSE, VOTE -> memberFields();
            case REQUEST_CERTIFICATES, CERTIFY_MEMBER -> certificateFields();
            case REGISTER_STUDY, DEBIT, RELEASE, ANCHOR_LOG -> studyFields();
        };
    }

    private Map<String, Field> keyFields() {
        return switch (this) {
            case REGISTER_KEY -> Map.of("custodian", Field.MEMBER, "spki", Field.KEY);
            case ROTATE_KEY ->
                Map.of(
                        "custodian", Field.MEMBER,
                        "key", Field.DIGEST,
                        "spki", Field.KEY,
                        "signature", Field.SIGNATURE);
            default -> Map.of("custodian", Field.MEMBER, "key", Field.DIGEST);
        };
    }

    private Map<String, Field> patientFields() {
        return switch (this) {
            case GRANT -> GRANT_FIELDS;
            case AMEND -> AMEND_FIELDS;
            case REVOKE -> Map.of("id", Field.ID, "key", Field.DIGEST, "signature", Field.SIGNATURE);
            case OPT_OUT ->
                Map.of(
                        "id", Field.ID,
                        "custodian", Field.MEMBER,
                        "handle", Field.HANDLE,
                        "purposes", Field.PURPOSES,
                        "key", Field.DIGEST,
                        "signature", Field.SIGNATURE);
            case DELEGATE ->
                Map.of(
                        "id", Field.ID,
                        "custodian", Field.MEMBER,
                        "handle", Field.HANDLE,
                        "key", Field.DIGEST,
                        "delegate", Field.DIGEST,
                        "rights", Field.RIGHTS,
                        "notAfter", Field.INSTANT,
                        "signature", Field.SIGNATURE);
            case GUARDIAN -> GUARDIAN_FIELDS;
            case LEGAL_BASIS_RELEASE -> LEGAL_BASIS_FIELDS;
            case BREAK_GLASS ->
                Map.of(
                        "id", Field.NAME,
                        "custodian", Field.MEMBER,
                        "handle", Field.HANDLE,
                        "requester", Field.MEMBER,
                        "digest", Field.DIGEST);
            default -> Map.of("id", Field.ID, "custodian", Field.MEMBER);
        };
    }

    private Map<String, Field> memberFields() {
        return switch (this) {
            case ADMIT_MEMBER ->
                Map.of(
                        "member", Field.MEMBER,
                        "organization", Field.WORDS,
                        "endpoint", Field.WORDS,
                        "certificate", Field.DIGEST,
                        "card", Field.CARD);
            case SUSPEND_MEMBER -> Map.of("member", Field.MEMBER);
            case PUBLISH_REVOCATIONS -> Map.of("list", Field.LIST);
            case PROPOSE ->
                Map.of(
                        "id", Field.NAME,
                        "change", Field.CHANGE,
                        "directive", Field.DOCUMENT,
                        "notAfter", Field.INSTANT);
            case VOTE -> Map.of("proposal", Field.NAME, "member", Field.MEMBER);
            default -> Map.of("founder", Field.MEMBER);
        };
    }

    private Map<String, Field> certificateFields() {
        return this == REQUEST_CERTIFICATES
                ? Map.of("member", Field.MEMBER, "request", Field.CARD)
                : Map.of(
                        "member", Field.MEMBER,
                        "request", Field.DIGEST,
                        "card", Field.CARD,
                        "tls", Field.CERTIFICATE,
                        "ledger", Field.CERTIFICATE_OR_NONE);
    }

    private Map<String, Field> studyFields() {
        return switch (this) {
            case REGISTER_STUDY ->
                Map.of(
                        "study", Field.NAME,
                        "member", Field.MEMBER,
                        "researcher", Field.DIGEST,
                        "protocol", Field.DIGEST,
                        "limitMicros", Field.COUNT,
                        "notAfter", Field.INSTANT);
            case DEBIT ->
                Map.of(
                        "id", Field.NAME,
                        "study", Field.NAME,
                        "member", Field.MEMBER,
                        "rhoMicros", Field.COUNT,
                        "limitMicros", Field.COUNT);
            case RELEASE -> Map.of("id", Field.NAME, "study", Field.NAME, "certificate", Field.DIGEST);
            default -> Map.of("member", Field.MEMBER, "log", Field.NAME, "entries", Field.COUNT, "head", Field.DIGEST);
        };
    }

    /** What may be there beside. */
    Map<String, Field> optional() {
        return switch (this) {
            case REGISTER_KEY, ROTATE_KEY -> Map.of("relyingParty", Field.DIGEST);
            case GRANT, AMEND, REVOKE, OPT_OUT -> Map.of(DELEGATION, Field.ID);
            default -> Map.of();
        };
    }

    String key(Form form) {
        return switch (this) {
            case REGISTER_KEY -> Keys.key(Keys.thumbprint(form));
            case ROTATE_KEY, RETIRE_KEY -> Keys.end(form.text("key"));
            case GRANT -> Directives.consent(form.text("id")) + "/1";
            case OPT_OUT -> Directives.consent(form.text("id"));
            case AMEND -> Directives.consent(form.text("id")) + "/" + form.count("version");
            case REVOKE -> Directives.tombstone(form.text("id"));
            case DELEGATE, GUARDIAN -> Delegations.key(form.text("id"));
            case ERASE -> "Z:" + form.text("id");
            case BREAK_GLASS -> "E:" + form.text("id");
            case LEGAL_BASIS_RELEASE -> "L:" + form.text("id");
            case ADMIT_MEMBER, SUSPEND_MEMBER -> Members.key(form.text("member"));
            case PUBLISH_REVOCATIONS -> Members.REVOCATIONS;
            case HAND_OVER -> Members.HANDED_OVER;
            case PROPOSE -> Governance.proposal(form.text("id"));
            case VOTE -> Governance.vote(form.text("proposal"), form.text("member"));
            case REQUEST_CERTIFICATES -> "Q:" + Sha256.of(form.text("request")).hex();
            case CERTIFY_MEMBER -> "I:" + form.text("request");
            case REGISTER_STUDY -> "Y:" + form.text("study");
            case DEBIT -> "B:" + form.text("id");
            case RELEASE -> "X:" + form.text("id");
            case ANCHOR_LOG -> Studies.log(form) + "/" + form.count("entries");
        };
    }
}
