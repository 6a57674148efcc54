package org.healthsphere.federation.linkage.oblivious;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.federation.research.JsonBytes;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.keys.bc.oprf.KeyDealing;
import org.healthsphere.keys.bc.oprf.OprfSuite;
import org.healthsphere.keys.bc.oprf.ThresholdKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * What everybody may know of the key of care's tokens (RFC 9497, P-256, verifiable mode). Each member holds a share of it, by the number that
 * follows from its name; so many of them as the threshold says make a token together.
 */
public final class LinkageKey {
    static final OprfSuite SUITE = OprfSuite.P256_SHA256;
    private static final Pattern NAME = Pattern.compile(Pattern.quote(SUITE.identifier()));
    private static final int MOST_HOLDERS = 100;

    private final Terms terms;
    private final List<Bytes> commitments;
    private final ThresholdKey key;

    /**
     * What was agreed on when it was dealt.
     *
     * @param threshold so many members make a token together
     * @param monthly so many inputs a member may have turned into tokens in one month of the calendar, by UTC
     */
    public record Terms(int threshold, long monthly) {
        /** Two hospitals together; five million inputs are the patients of a large hospital, and too few to try the names of a country. */
        public static final Terms USUAL = new Terms(2, 5_000_000);

        public Terms {
            if (threshold < 1 || threshold > MOST_HOLDERS || monthly < 1) {
                throw new IllegalArgumentException("at least one member makes at least one token");
            }
        }
    }

    private LinkageKey(Terms terms, List<Bytes> commitments, ThresholdKey key) {
        this.terms = terms;
        this.commitments = List.copyOf(commitments);
        this.key = key;
    }

    private static Outcome<LinkageKey> of(long monthly, List<Bytes> commitments) {
        return ThresholdKey.of(SUITE, commitments.size(), List.of(commitments))
                .map(key -> new LinkageKey(new Terms(commitments.size(), monthly), commitments, key));
    }

    /** Who deals the shares. */
    public static final class Dealer {
        private final KeyDealing dealing;
        private final LinkageKey key;

        /** @param seed of full entropy, known to the dealer only; the same seed deals the same */
        public Dealer(Bytes seed, Terms terms) {
            this.dealing = KeyDealing.of(SUITE, seed, terms.threshold());
            this.key = LinkageKey.of(terms.monthly(), dealing.commitments()).orElseThrow();
        }

        public LinkageKey key() {
            return key;
        }

        /** What only this member may know. */
        public Bytes share(NodeId member) {
            return dealing.share(number(member));
        }
    }

    /** The number of a holder, never zero. */
    static int number(NodeId member) {
        var start = ByteBuffer.wrap(Sha256.of(member.value()).bytes()).getInt() & Integer.MAX_VALUE;
        return Math.max(1, start);
    }

    public Terms terms() {
        return terms;
    }

    /** By which two members see that they speak of the same key. */
    public Sha256 id() {
        return Sha256.of(text().array());
    }

    ThresholdKey threshold() {
        return key;
    }

    /** A member's own share; {@link org.healthsphere.specs.Fault.Unauthenticated} when it is not of this key, or another member's. */
    public Outcome<LinkageShare> share(NodeId member, Bytes share) {
        return key.share(number(member), List.of(share)).map(own -> new LinkageShare(this, member, own));
    }

    /** The key in canonical JSON. */
    public Bytes text() {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("suite", SUITE.identifier())
                .put("monthly", terms.monthly());
        var array = json.putArray("commitments");
        commitments.forEach(one -> array.addObject().put("bytes", one.base64url()));
        return Bytes.of(CanonicalJson.of(json));
    }

    private record Read(long monthly, List<Bytes> commitments) {}

    /** The key of this text; {@link org.healthsphere.specs.Fault.Invalid} when it is none. */
    public static Outcome<LinkageKey> parse(Bytes text) {
        return StrictObject.read(text.array(), json -> {
                    var _ = json.text("suite", NAME);
                    return new Read(
                            json.integer("monthly", 1, Long.MAX_VALUE),
                            json.objects("commitments", 1, MOST_HOLDERS, one -> JsonBytes.read(one, "bytes")));
                })
                .then(read -> of(read.monthly(), read.commitments()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinkageKey that && that.text().equals(text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return "LinkageKey[" + id() + "]";
    }
}
