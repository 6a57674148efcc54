package org.healthsphere.federation.research;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.healthsphere.federation.research.ReleaseCertificate.Absent;
import org.healthsphere.federation.research.ReleaseCertificate.Cell;
import org.healthsphere.federation.research.ReleaseCertificate.Counted;
import org.healthsphere.federation.research.ReleaseCertificate.Question;
import org.healthsphere.federation.research.ReleaseCertificate.Round;
import org.healthsphere.federation.research.cohort.CohortQuery;
import org.healthsphere.federation.research.cohort.CoverageJson;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** A certificate as JSON. It repeats what follows from the rest, so that a reader needs no formula, and reading checks it. */
final class CertificateJson {
    private static final int MOST = Terms.MOST;
    private static final Pattern CELL = Pattern.compile("[a-z0-9+-]{1,32}");
    private static final String NEIGHBOURS = "one patient added or removed, who may be counted once at every member";

    private CertificateJson() {}

    static JsonNode json(ReleaseCertificate certificate) {
        var canonical = certificate.question().canonical();
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("type", "release-certificate")
                .put("v", 1)
                .put("queryHash", canonical.hash().hex())
                .put("coordinator", certificate.round().coordinator().value())
                .put("proposal", certificate.round().proposal().hex())
                .put("roster", certificate.round().roster().hex())
                .put("time", certificate.time().toString());
        json.set("query", canonical.tree());
        MessageWriter.pins(json, certificate.question().pins());
        MessageWriter.terms(json, certificate.round().terms());
        mechanism(json.putObject("mechanism"), certificate);
        members(json, certificate);
        return json;
    }

    private static void mechanism(ObjectNode json, ReleaseCertificate certificate) {
        json.put("name", "discrete-laplace")
                .put("epsilonMicros", certificate.question().query().epsilonMicros())
                .put("sensitivity", certificate.sensitivity())
                .put("neighbours", NEIGHBOURS);
    }

    private static void members(ObjectNode json, ReleaseCertificate certificate) {
        var counted = json.putArray("counted");
        for (var member : certificate.counted()) {
            var entry = counted.addObject()
                    .put("member", member.member().value())
                    .put("share", member.share().hex());
            MessageWriter.paid(entry, member.paid());
            MessageWriter.snapshot(entry, member.snapshot());
            CoverageJson.putAny(entry, member.coverage());
        }
        var absent = json.putArray("absent");
        certificate
                .absent()
                .forEach(member -> absent.addObject()
                        .put("member", member.member().value())
                        .put("ground", member.ground().code()));
        var result = json.putArray("result");
        certificate.result().forEach(cell -> cell(result.addObject(), cell));
    }

    private static void cell(ObjectNode json, Cell cell) {
        json.put("cell", cell.name());
        cell.value()
                .ifPresentOrElse(value -> json.put("value", value), () -> json.put("suppressed", "below-threshold"));
    }

    /** The certificate, if the document is the JSON of one and what it repeats is right. */
    static Outcome<ReleaseCertificate> read(JsonNode json) {
        return CohortQuery.parse(CanonicalJson.of(json.path("query")))
                .then(query -> StrictObject.read(json, object -> certificate(object, query)))
                .then(certificate -> checked(certificate, json));
    }

    /** Whatever in the document does not follow from what was read from it, is a lie or a loss. */
    private static Outcome<ReleaseCertificate> checked(ReleaseCertificate certificate, JsonNode json) {
        return Arrays.equals(CanonicalJson.of(json(certificate)), CanonicalJson.of(json))
                ? Outcome.of(certificate)
                : Outcome.failed(new Fault.Invalid("a certificate that contradicts itself"));
    }

    private static ReleaseCertificate certificate(StrictObject json, CohortQuery query) {
        var _ = json.word("type", Map.of("release-certificate", true));
        var _ = json.integer("v", 1, 1);
        var _ = JsonBytes.digest(json, "queryHash");
        var _ = json.any("mechanism");
        var _ = json.any("query");
        return new ReleaseCertificate(
                new Question(query, MessageReader.pins(json)),
                new Round(
                        JsonBytes.node(json, "coordinator"),
                        JsonBytes.digest(json, "proposal"),
                        JsonBytes.digest(json, "roster"),
                        json.object("terms", MessageReader::terms)),
                json.objects("counted", 1, MOST, CertificateJson::counted),
                json.objects("absent", 0, MOST, CertificateJson::absent),
                json.objects("result", 1, MOST, CertificateJson::cell),
                MessageReader.instant(json, "time"));
    }

    private static Counted counted(StrictObject json) {
        return new Counted(
                JsonBytes.node(json, "member"),
                json.object("snapshot", MessageReader::snapshot),
                JsonBytes.digest(json, "share"),
                MessageReader.paid(json),
                CoverageJson.readAny(json));
    }

    private static Absent absent(StrictObject json) {
        return new Absent(JsonBytes.node(json, "member"), json.word("ground", Ground.byCode()));
    }

    private static Cell cell(StrictObject json) {
        var name = json.text("cell", CELL);
        return json.oneOf(List.of("value", "suppressed")).equals("value")
                ? new Cell(name, OptionalLong.of(json.integer("value", Long.MIN_VALUE, Long.MAX_VALUE)))
                : suppressed(json, name);
    }

    private static Cell suppressed(StrictObject json, String name) {
        var _ = json.word("suppressed", Map.of("below-threshold", true));
        return new Cell(name, OptionalLong.empty());
    }
}
