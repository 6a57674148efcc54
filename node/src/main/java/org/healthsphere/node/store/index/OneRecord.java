package org.healthsphere.node.store.index;

import java.io.IOException;
import java.util.Optional;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.util.Bits;
import org.healthsphere.node.store.Concealment;

/** Says of what a search finds, one after the other, whether it may be seen, where most of it is one patient's. */
final class OneRecord extends TwoPhaseIterator {
    /** Some look-ups in lists, where a comparison is one. */
    private static final float COST = 20;

    private final DocIdSetIterator record;
    private final DocIdSetIterator hidden;
    private final DocIdSetIterator ofNobody;
    private final Others others;
    private Optional<Bits> seenOfOthers = Optional.empty();

    /** What may be seen of everybody. */
    @FunctionalInterface
    interface Others {
        Bits seen() throws IOException;
    }

    OneRecord(Look look, Concealment concealed, String patient, Others others) throws IOException {
        super(look.everything());
        this.record = look.record(patient);
        this.hidden = look.hiddenBy(concealed.of(patient));
        this.ofNobody = look.ofNobody();
        this.others = others;
    }

    @Override
    public boolean matches() throws IOException {
        var document = approximation.docID();
        if (isIn(record, document)) {
            return !isIn(hidden, document);
        }
        return isIn(ofNobody, document) || ofOthers().get(document);
    }

    private Bits ofOthers() throws IOException {
        if (seenOfOthers.isEmpty()) {
            seenOfOthers = Optional.of(others.seen());
        }
        return seenOfOthers.get();
    }

    private static boolean isIn(DocIdSetIterator some, int document) throws IOException {
        var at = some.docID() < document ? some.advance(document) : some.docID();
        return at == document;
    }

    @Override
    public float matchCost() {
        return COST;
    }
}
