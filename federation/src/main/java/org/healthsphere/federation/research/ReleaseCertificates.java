package org.healthsphere.federation.research;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.healthsphere.federation.research.ReleaseCertificate.Cell;
import org.healthsphere.federation.research.ReleaseCertificate.Counted;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * Release certificates as they are handed out: {@code {"certificate": ..., "signatures": [{"by": ..., "signature": ...}]}} in
 * canonical JSON, signed by the coordinator and by every member that was counted, all over the same bytes.
 */
public final class ReleaseCertificates {
    private ReleaseCertificates() {}

    /**
     * The certificate in these bytes, if nothing in them was altered; nobody needs to be asked for it.
     *
     * <p>{@link Fault.Invalid} when it is none or contradicts itself, {@link Fault.Unauthenticated} when a signature is
     * missing or wrong.
     *
     * @param keys the members' keys at the time of the release
     */
    public static Outcome<ReleaseCertificate> verify(Bytes document, MemberKeys keys) {
        return StrictObject.read(document.array(), ReleaseCertificates::signed)
                .then(signed -> Arrays.equals(document.array(), CanonicalJson.of(signed.json()))
                        ? signed.verified(keys)
                        : Outcome.failed(new Fault.Invalid("not in canonical form")));
    }

    /** The bytes that are signed. */
    static byte[] signedBytes(ReleaseCertificate certificate) {
        return CanonicalJson.of(CertificateJson.json(certificate));
    }

    /** Who signs: the coordinator and whoever was counted. */
    static Set<NodeId> signers(ReleaseCertificate certificate) {
        Set<NodeId> signers = new HashSet<>();
        signers.add(certificate.round().coordinator());
        certificate.counted().forEach(counted -> signers.add(counted.member()));
        return signers;
    }

    static Bytes document(ReleaseCertificate certificate, Map<NodeId, Bytes> signatures) {
        var sorted = new TreeMap<String, Bytes>();
        signatures.forEach((by, signature) -> sorted.put(by.value(), signature));
        return Bytes.of(CanonicalJson.of(new Signed(CertificateJson.json(certificate), sorted).json()));
    }

    /** The answer without what is below the threshold; the threshold is applied to what has its noise already. */
    static List<Cell> cells(List<String> names, long[] noised, int threshold) {
        List<Cell> cells = new ArrayList<>();
        for (var i = 0; i < noised.length; i++) {
            var value = noised[i];
            cells.add(new Cell(names.get(i), value >= threshold ? OptionalLong.of(value) : OptionalLong.empty()));
        }
        return cells;
    }

    private record Signed(JsonNode certificate, SortedMap<String, Bytes> signatures) {
        JsonNode json() {
            var json = JsonNodeFactory.instance.objectNode();
            var array = json.putArray("signatures");
            signatures.forEach(
                    (by, signature) -> array.addObject().put("by", by).put("signature", signature.base64url()));
            return json.set("certificate", certificate);
        }

        Outcome<ReleaseCertificate> verified(MemberKeys keys) {
            return CertificateJson.read(certificate)
                    .then(ReleaseCertificates::consistent)
                    .then(read -> isSigned(read, keys)
                            ? Outcome.of(read)
                            : Outcome.failed(new Fault.Unauthenticated("a signature is missing or wrong")));
        }

        private boolean isSigned(ReleaseCertificate read, MemberKeys keys) {
            var signers = signers(read);
            var message = CanonicalJson.of(certificate);
            return signers.size() == signatures.size()
                    && signers.stream()
                            .allMatch(member -> keys.of(member)
                                    .filter(key -> key.verifies(
                                            message,
                                            signatures
                                                    .getOrDefault(member.value(), Bytes.NONE)
                                                    .array()))
                                    .isPresent());
        }
    }

    private static Signed signed(StrictObject json) {
        var signatures = new TreeMap<String, Bytes>();
        json.objects(
                        "signatures",
                        1,
                        Terms.MOST,
                        entry -> Map.entry(JsonBytes.node(entry, "by"), JsonBytes.read(entry, "signature")))
                .forEach(entry -> signatures.put(entry.getKey().value(), entry.getValue()));
        return new Signed(json.any("certificate"), signatures);
    }

    /** What no honest coordinator would write, whoever signed it. */
    private static Outcome<ReleaseCertificate> consistent(ReleaseCertificate certificate) {
        var terms = certificate.round().terms();
        var members = certificate.counted().stream().map(Counted::member).distinct();
        var cells = certificate.question().query().body().output().cells();
        var sound = members.count() == certificate.counted().size()
                && certificate.counted().size() >= terms.quorum()
                && certificate.result().stream().map(Cell::name).toList().equals(cells)
                && certificate.result().stream()
                        .allMatch(cell -> cell.value().orElse(terms.threshold()) >= terms.threshold());
        return sound
                ? Outcome.of(certificate)
                : Outcome.failed(new Fault.Invalid("a certificate that breaks its own terms"));
    }
}
