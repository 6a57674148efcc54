package org.healthsphere.consent.transparency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.healthsphere.consent.Receipt;
import org.healthsphere.consent.Receipts;
import org.healthsphere.keys.CompactJws;
import org.healthsphere.keys.Signer;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * Receipts that one signature is for: the leaves of a tree (RFC 9162), whose root a <i>seal</i> states. The log of receipts has the
 * seal.
 *
 * <p>The paper of one of them is {@code seal~leaf~index~path}, in base64url, the path being the hashes beside the way to the root: it
 * is checked offline and tells nothing of the others but how many there are. There is one spelling of it.
 */
public final class ReceiptBatch {
    private static final String TYPE = "healthsphere-receipts";
    private static final char PART = '~';
    private static final int PARTS = 4;
    private static final int HASH_BYTES = 32;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ReceiptBatch() {}

    /**
     * What is signed.
     *
     * @param site the member that decided
     * @param size how many receipts there are
     * @param root of their tree
     */
    public record Seal(NodeId site, long size, Sha256 root, Instant time) {
        private Bytes encoded() {
            return Bytes.of(CanonicalJson.of(JsonNodeFactory.instance
                    .objectNode()
                    .put("root", root.hex())
                    .put("site", site.value())
                    .put("size", size)
                    .put("time", time.toString())));
        }

        private static Seal of(JsonNode json) {
            return new Seal(
                    new NodeId(json.path("site").asText()),
                    json.path("size").asLong(),
                    new Sha256(json.path("root").asText()),
                    Instant.parse(json.path("time").asText()));
        }

        /** The seal in a sentence. */
        public String sentence() {
            return site + " sealed " + size + " receipts on " + time;
        }
    }

    /** Signs for all of these. */
    public static Bytes seal(NodeId site, List<Receipt> receipts, Instant time, Signer signer) {
        var tree = tree(receipts);
        return CompactJws.sign(TYPE, new Seal(site, tree.size(), tree.root(), time).encoded(), signer);
    }

    /** The paper of one of the receipts that were sealed together, in their order. */
    public static Bytes paper(Bytes seal, List<Receipt> receipts, int index) {
        var proof = tree(receipts).inclusion(index, receipts.size());
        var leaf = Receipts.leaf(receipts.get(index));
        return Bytes.utf8(
                seal.utf8() + PART + leaf.base64url() + PART + index + PART + joined(proof.path()).base64url());
    }

    private static MerkleLog tree(List<Receipt> receipts) {
        var tree = new MerkleLog();
        receipts.forEach(receipt -> tree.append(Receipts.leaf(receipt)));
        return tree;
    }

    private static Bytes joined(List<Sha256> path) {
        var out = new ByteArrayOutputStream();
        path.forEach(hash -> out.writeBytes(hash.bytes()));
        return Bytes.of(out.toByteArray());
    }

    /** What stands in the log for a receipt: the seal of one of several, or one that was signed by itself. */
    public static Bytes logged(Bytes paper) {
        var text = paper.utf8();
        var end = text.indexOf(PART);
        return end < 0 ? paper : Bytes.utf8(text.substring(0, end));
    }

    /** The receipt on this paper, of either kind, if the holder of this key signed for it; offline. */
    public static Outcome<Receipt> verify(Bytes paper, VerificationKey key) {
        return paper.utf8().indexOf(PART) < 0 ? Receipts.verify(paper, key) : verifyOne(paper, key);
    }

    private static Outcome<Receipt> verifyOne(Bytes paper, VerificationKey key) {
        var parts = paper.utf8().split(String.valueOf(PART), -1);
        if (parts.length != PARTS || !Bytes.utf8(paper.utf8()).equals(paper)) {
            return refused();
        }
        try {
            var leaf = Bytes.base64url(parts[1]);
            var index = Integer.parseInt(parts[2]);
            var path = Bytes.base64url(parts[3]);
            var isSpelled = leaf.base64url().equals(parts[1])
                    && String.valueOf(index).equals(parts[2])
                    && path.base64url().equals(parts[3]);
            return isSpelled
                    ? verifySeal(Bytes.utf8(parts[0]), key).then(seal -> included(seal, leaf, index, hashes(path)))
                    : refused();
        } catch (IllegalArgumentException _) {
            return refused();
        }
    }

    private static Outcome<Receipt> included(Seal seal, Bytes leaf, int index, List<Sha256> path) {
        return new InclusionProof(index, seal.size(), path).holds(leaf, seal.root())
                ? Receipts.ofLeaf(leaf)
                        .then(receipt -> receipt.site().equals(seal.site()) ? Outcome.of(receipt) : refused())
                : refused();
    }

    /** What the holder of this key sealed. */
    public static Outcome<Seal> verifySeal(Bytes seal, VerificationKey key) {
        return CompactJws.verify(seal, TYPE, key) instanceof Outcome.Success<Bytes>(var payload)
                ? read(payload)
                : refused();
    }

    private static Outcome<Seal> read(Bytes payload) {
        try {
            var seal = Seal.of(JSON.readTree(payload.utf8()));
            return seal.encoded().equals(payload) ? Outcome.of(seal) : refused();
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException _) {
            return refused();
        }
    }

    private static List<Sha256> hashes(Bytes joined) {
        var bytes = joined.array();
        List<Sha256> hashes = new ArrayList<>();
        for (var at = 0; at < bytes.length; at += HASH_BYTES) {
            hashes.add(new Sha256(HexFormat.of().formatHex(Arrays.copyOfRange(bytes, at, at + HASH_BYTES))));
        }
        return hashes;
    }

    private static <T> Outcome<T> refused() {
        return Outcome.failed(new Fault.Invalid("not a receipt signed with this key"));
    }
}
