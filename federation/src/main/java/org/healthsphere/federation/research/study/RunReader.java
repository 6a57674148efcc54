package org.healthsphere.federation.research.study;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.healthsphere.federation.research.Ground;
import org.healthsphere.federation.research.JsonBytes;
import org.healthsphere.federation.research.SignedStatement;
import org.healthsphere.federation.research.Snapshot;
import org.healthsphere.federation.research.aggregation.Deal;
import org.healthsphere.federation.research.aggregation.MaskedVector;
import org.healthsphere.federation.research.aggregation.PublicKeys;
import org.healthsphere.federation.research.aggregation.Reveal;
import org.healthsphere.federation.research.cohort.CoverageJson;
import org.healthsphere.federation.research.cohort.Pin;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.federation.research.study.RunMessage.Admitted;
import org.healthsphere.federation.research.study.RunMessage.Agreed;
import org.healthsphere.federation.research.study.RunMessage.Begin;
import org.healthsphere.federation.research.study.RunMessage.Call;
import org.healthsphere.federation.research.study.RunMessage.Certified;
import org.healthsphere.federation.research.study.RunMessage.Dealt;
import org.healthsphere.federation.research.study.RunMessage.Declined;
import org.healthsphere.federation.research.study.RunMessage.Masked;
import org.healthsphere.federation.research.study.RunMessage.Opened;
import org.healthsphere.federation.research.study.RunMessage.Paid;
import org.healthsphere.federation.research.study.RunMessage.Step;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** Messages of a run from JSON, as {@link RunWriter} writes them; nothing more and nothing less is taken. */
final class RunReader {
    private static final int MOST = 255;
    private static final int MOST_ROUNDS = 1000;
    private static final Pattern NONCE = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern INSTANT = Pattern.compile("[0-9T:.Z-]{20,30}");

    private static final Map<String, Function<StrictObject, RunMessage>> KINDS = Map.ofEntries(
            Map.entry("begin", RunReader::begin),
            Map.entry("agree", json -> call(json, Step.AGREE)),
            Map.entry("deal", json -> call(json, Step.DEAL)),
            Map.entry("mask", json -> call(json, Step.MASK)),
            Map.entry("open", json -> call(json, Step.OPEN)),
            Map.entry("certify", json -> call(json, Step.CERTIFY)),
            Map.entry("admitted", RunReader::admitted),
            Map.entry("declined", json -> new Declined(run(json), json.word("ground", Ground.byCode()))),
            Map.entry(
                    "agreed",
                    json -> new Agreed(run(json), JsonBytes.digest(json, "roster"), bytes(json, "encapsulations"))),
            Map.entry("dealt", json -> new Dealt(run(json), json.object("deal", RunReader::deal))),
            Map.entry("masked", RunReader::masked),
            Map.entry(
                    "opened",
                    json -> new Opened(
                            run(json),
                            round(json),
                            json.object("reveal", RunReader::reveal),
                            json.object("next", RunReader::deal))),
            Map.entry("certified", json -> new Certified(run(json), JsonBytes.read(json, "signature"))));

    private RunReader() {}

    static Outcome<RunMessage> read(SignedStatement statement) {
        return StrictObject.read(statement.statement(), json -> {
            var _ = JsonBytes.node(json, "from");
            var _ = json.integer("v", 1, 1);
            return json.word("type", KINDS).apply(json);
        });
    }

    static StudyRecords.Frame frame(StrictObject json) {
        return new StudyRecords.Frame(
                new Snapshot(
                        json.integer("storeChange", 0, Long.MAX_VALUE),
                        json.integer("consentHeight", 0, Long.MAX_VALUE)),
                JsonBytes.digest(json, "consents"),
                JsonBytes.digest(json, "content"));
    }

    static Instant instant(StrictObject json, String name) {
        try {
            return Instant.parse(json.text(name, INSTANT));
        } catch (DateTimeException _) {
            json.problem(name + " is not an instant in UTC");
            return Instant.EPOCH;
        }
    }

    static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Sha256 run(StrictObject json) {
        return JsonBytes.digest(json, "run");
    }

    private static int round(StrictObject json) {
        return Math.toIntExact(json.integer("round", 0, MOST_ROUNDS));
    }

    private static Begin begin(StrictObject json) {
        return new Begin(
                json.text("nonce", NONCE),
                instant(json, "notAfter"),
                JsonBytes.digest(json, "plan"),
                Math.toIntExact(json.integer("analysis", 0, MOST)),
                json.objects(
                        "terminology",
                        0,
                        MOST_ROUNDS,
                        pin -> new Pin(JsonBytes.digest(pin, "concepts"), JsonBytes.digest(pin, "members"))));
    }

    private static Call call(StrictObject json, Step step) {
        return new Call(
                step,
                run(json),
                round(json),
                json.each("said", 1, MOST),
                json.has("certificate") ? Optional.of(json.any("certificate")) : Optional.empty());
    }

    private static Admitted admitted(StrictObject json) {
        return new Admitted(
                run(json),
                json.object("frame", RunReader::frame),
                CoverageJson.read(json),
                json.object(
                        "keys",
                        keys -> new PublicKeys(JsonBytes.read(keys, "x25519"), JsonBytes.read(keys, "mlkem768"))));
    }

    private static Masked masked(StrictObject json) {
        var words = JsonBytes.read(json, "vector");
        if (words.length() % Long.BYTES != 0) {
            json.problem("vector is not made of words of eight bytes");
            words = Bytes.NONE;
        }
        var paid = json.has("paid")
                ? Optional.of(json.object(
                        "paid",
                        part -> new Paid(JsonBytes.digest(part, "debit"), part.integer("height", 0, Long.MAX_VALUE))))
                : Optional.<Paid>empty();
        return new Masked(run(json), round(json), new MaskedVector(words), paid);
    }

    private static Deal deal(StrictObject json) {
        List<Sha256> commitments = json.each("commitments", 1, MOST).stream()
                .map(node -> node.asText())
                .filter(hex -> hex.matches("[0-9a-f]{64}"))
                .map(Sha256::new)
                .toList();
        return new Deal(commitments, bytes(json, "sealed"));
    }

    private static Reveal reveal(StrictObject json) {
        Map<NodeId, Map<NodeId, Bytes>> shared = new LinkedHashMap<>();
        json.objects("shared", 0, MOST, part -> Map.entry(JsonBytes.node(part, "lost"), bytes(part, "with")))
                .forEach(entry -> shared.put(entry.getKey(), entry.getValue()));
        return new Reveal(bytes(json, "own"), shared);
    }

    private static Map<NodeId, Bytes> bytes(StrictObject json, String name) {
        Map<NodeId, Bytes> bytes = new LinkedHashMap<>();
        var entries = json.objects(
                name, 0, MOST, part -> Map.entry(JsonBytes.node(part, "member"), JsonBytes.read(part, "bytes")));
        entries.forEach(entry -> bytes.put(entry.getKey(), entry.getValue()));
        if (bytes.size() < entries.size()) {
            json.problem(name + " names a member twice");
        }
        return bytes;
    }
}
