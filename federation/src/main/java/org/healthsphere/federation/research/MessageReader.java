package org.healthsphere.federation.research;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.healthsphere.federation.research.ReleaseCertificate.Paid;
import org.healthsphere.federation.research.StudyMessage.Admission;
import org.healthsphere.federation.research.StudyMessage.CertificateCall;
import org.healthsphere.federation.research.StudyMessage.Countersignature;
import org.healthsphere.federation.research.StudyMessage.KeyShares;
import org.healthsphere.federation.research.StudyMessage.MaskedShare;
import org.healthsphere.federation.research.StudyMessage.Proposal;
import org.healthsphere.federation.research.StudyMessage.Refusal;
import org.healthsphere.federation.research.StudyMessage.RosterCall;
import org.healthsphere.federation.research.StudyMessage.ShareCall;
import org.healthsphere.federation.research.aggregation.MaskedVector;
import org.healthsphere.federation.research.aggregation.PublicKeys;
import org.healthsphere.federation.research.cohort.CoverageJson;
import org.healthsphere.federation.research.cohort.Pin;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** Messages from JSON, as {@link MessageWriter} writes them; nothing more and nothing less is taken. */
final class MessageReader {
    private static final int MOST = Terms.MOST;
    private static final Pattern NONCE = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern INSTANT = Pattern.compile("[0-9T:.Z-]{20,30}");

    /** The kinds of messages, by their names on the wire. */
    private static final Map<String, Function<StrictObject, StudyMessage>> KINDS = Map.of(
            "proposal", MessageReader::proposal,
            "admission", MessageReader::admission,
            "refusal", json -> new Refusal(JsonBytes.digest(json, "round"), json.word("ground", Ground.byCode())),
            "roster", json -> new RosterCall(JsonBytes.digest(json, "round"), json.each("admissions", 1, MOST)),
            "key-shares", MessageReader::keyShares,
            "share-call", json -> new ShareCall(JsonBytes.digest(json, "round"), json.each("keyShares", 1, MOST)),
            "masked-share", MessageReader::maskedShare,
            "certificate", MessageReader::certificate,
            "countersignature", MessageReader::countersignature);

    private MessageReader() {}

    static Outcome<StudyMessage> read(SignedStatement statement) {
        return StrictObject.read(statement.statement(), json -> {
            var _ = JsonBytes.node(json, "from");
            var _ = json.integer("v", 1, 1);
            return json.word("type", KINDS).apply(json);
        });
    }

    static Instant instant(StrictObject json, String name) {
        try {
            return Instant.parse(json.text(name, INSTANT));
        } catch (DateTimeParseException e) {
            json.problem(name + " is not an instant in UTC");
            return Instant.EPOCH;
        }
    }

    static Terms terms(StrictObject json) {
        return new Terms(
                Math.toIntExact(json.integer("threshold", 0, MOST)),
                Math.toIntExact(json.integer("quorum", 1, MOST)),
                Math.toIntExact(json.integer("colluders", 0, MOST)));
    }

    static Snapshot snapshot(StrictObject json) {
        return new Snapshot(
                json.integer("storeChange", 0, Long.MAX_VALUE), json.integer("consentHeight", 0, Long.MAX_VALUE));
    }

    static List<Pin> pins(StrictObject json) {
        return json.objects(
                "terminology",
                0,
                MOST,
                pin -> new Pin(JsonBytes.digest(pin, "concepts"), JsonBytes.digest(pin, "members")));
    }

    private static Proposal proposal(StrictObject json) {
        return new Proposal(
                json.text("nonce", NONCE),
                instant(json, "notAfter"),
                json.any("query"),
                pins(json),
                json.object("terms", MessageReader::terms));
    }

    private static Admission admission(StrictObject json) {
        return new Admission(
                JsonBytes.digest(json, "round"),
                json.object("snapshot", MessageReader::snapshot),
                json.object(
                        "keys",
                        keys -> new PublicKeys(JsonBytes.read(keys, "x25519"), JsonBytes.read(keys, "mlkem768"))));
    }

    private static KeyShares keyShares(StrictObject json) {
        Map<NodeId, Bytes> encapsulations = new LinkedHashMap<>();
        var entries = json.objects(
                "encapsulations",
                0,
                MOST,
                entry -> Map.entry(JsonBytes.node(entry, "for"), JsonBytes.read(entry, "bytes")));
        entries.forEach(entry -> encapsulations.put(entry.getKey(), entry.getValue()));
        if (encapsulations.size() < entries.size()) {
            json.problem("names a member twice");
        }
        return new KeyShares(JsonBytes.digest(json, "round"), JsonBytes.digest(json, "roster"), encapsulations);
    }

    private static MaskedShare maskedShare(StrictObject json) {
        var words = JsonBytes.read(json, "vector");
        if (words.length() % Long.BYTES != 0) {
            json.problem("vector is not made of words of eight bytes");
            words = Bytes.NONE;
        }
        return new MaskedShare(
                JsonBytes.digest(json, "round"),
                JsonBytes.digest(json, "roster"),
                new MaskedVector(words),
                paid(json),
                CoverageJson.readAny(json));
    }

    static Paid paid(StrictObject json) {
        return new Paid(JsonBytes.digest(json, "debit"), json.integer("debitHeight", 0, Long.MAX_VALUE));
    }

    private static StudyMessage certificate(StrictObject json) {
        return new CertificateCall(
                JsonBytes.digest(json, "round"), json.any("certificate"), json.each("shares", 1, MOST));
    }

    private static StudyMessage countersignature(StrictObject json) {
        return new Countersignature(JsonBytes.digest(json, "round"), JsonBytes.read(json, "signature"));
    }
}
