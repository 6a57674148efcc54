package org.healthsphere.federation.research.study;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.healthsphere.federation.research.aggregation.Deal;
import org.healthsphere.federation.research.aggregation.Reveal;
import org.healthsphere.federation.research.cohort.CoverageJson;
import org.healthsphere.federation.research.study.RunMessage.Admitted;
import org.healthsphere.federation.research.study.RunMessage.Agreed;
import org.healthsphere.federation.research.study.RunMessage.Begin;
import org.healthsphere.federation.research.study.RunMessage.Call;
import org.healthsphere.federation.research.study.RunMessage.Certified;
import org.healthsphere.federation.research.study.RunMessage.Dealt;
import org.healthsphere.federation.research.study.RunMessage.Declined;
import org.healthsphere.federation.research.study.RunMessage.Masked;
import org.healthsphere.federation.research.study.RunMessage.Opened;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;

/** Messages of a run as JSON. */
final class RunWriter {
    private RunWriter() {}

    static ObjectNode json(RunMessage message) {
        return switch (message) {
            case Begin begin -> begin(begin);
            case Call call -> call(call);
            case Admitted(var run, var frame, var coverage, var keys) -> {
                var json = of("admitted", run);
                frame(json, frame);
                CoverageJson.put(json, coverage);
                json.putObject("keys")
                        .put("x25519", keys.x25519().base64url())
                        .put("mlkem768", keys.mlkem().base64url());
                yield json;
            }
            case Declined(var run, var ground) -> of("declined", run).put("ground", ground.code());
            case Agreed(var run, var roster, var encapsulations) -> {
                var json = of("agreed", run).put("roster", roster.hex());
                bytes(json.putArray("encapsulations"), encapsulations);
                yield json;
            }
            case Dealt(var run, var deal) -> {
                var json = of("dealt", run);
                deal(json.putObject("deal"), deal);
                yield json;
            }
            case Masked masked -> masked(masked);
            case Opened(var run, var round, var reveal, var next) -> {
                var json = of("opened", run).put("round", round);
                reveal(json.putObject("reveal"), reveal);
                deal(json.putObject("next"), next);
                yield json;
            }
            case Certified(var run, var signature) -> of("certified", run).put("signature", signature.base64url());
        };
    }

    static void frame(ObjectNode json, StudyRecords.Frame frame) {
        json.putObject("frame")
                .put("storeChange", frame.snapshot().storeChange())
                .put("consentHeight", frame.snapshot().consentHeight())
                .put("consents", frame.consents().hex())
                .put("content", frame.content().hex());
    }

    private static ObjectNode begin(Begin begin) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("type", "begin")
                .put("v", 1)
                .put("nonce", begin.nonce())
                .put("notAfter", begin.notAfter().toString())
                .put("plan", begin.plan().hex())
                .put("analysis", begin.analysis());
        var pins = json.putArray("terminology");
        begin.pins()
                .forEach(pin -> pins.addObject()
                        .put("concepts", pin.concepts().hex())
                        .put("members", pin.members().hex()));
        return json;
    }

    private static ObjectNode call(Call call) {
        var json = of(call.step().name().toLowerCase(Locale.ROOT), call.run()).put("round", call.round());
        json.putArray("said").addAll(call.said());
        call.certificate().ifPresent(certificate -> json.set("certificate", certificate));
        return json;
    }

    private static ObjectNode masked(Masked masked) {
        var json = of("masked", masked.run())
                .put("round", masked.round())
                .put("vector", masked.vector().words().base64url());
        masked.paid()
                .ifPresent(paid ->
                        json.putObject("paid").put("debit", paid.debit().hex()).put("height", paid.height()));
        return json;
    }

    private static void deal(ObjectNode json, Deal deal) {
        var commitments = json.putArray("commitments");
        deal.commitments().forEach(commitment -> commitments.add(commitment.hex()));
        bytes(json.putArray("sealed"), deal.sealed());
    }

    private static void reveal(ObjectNode json, Reveal reveal) {
        bytes(json.putArray("own"), reveal.own());
        var shared = json.putArray("shared");
        reveal.shared().entrySet().stream().sorted(byName()).forEach(entry -> {
            var lost = shared.addObject().put("lost", entry.getKey().value());
            bytes(lost.putArray("with"), entry.getValue());
        });
    }

    private static void bytes(ArrayNode array, Map<NodeId, Bytes> byMember) {
        byMember.entrySet().stream()
                .sorted(byName())
                .forEach(entry -> array.addObject()
                        .put("member", entry.getKey().value())
                        .put("bytes", entry.getValue().base64url()));
    }

    private static <T> Comparator<Map.Entry<NodeId, T>> byName() {
        return Comparator.comparing(entry -> entry.getKey().value());
    }

    private static ObjectNode of(String type, Sha256 run) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("v", 1)
                .put("run", run.hex());
    }
}
