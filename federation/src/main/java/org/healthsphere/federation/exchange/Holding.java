package org.healthsphere.federation.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Bytes;

/** Keeps the records of a long answer as those of a short one are kept, each checked when it comes. */
final class Holding implements RecordTaker {
    /** Of one member: they are in memory until the record was shown. */
    private static final long LONGEST = 512L << 20;

    private final List<ReleasedRecord> records = new ArrayList<>();
    private final Coherence coherence;

    Holding(RecordFilter filter) {
        this.coherence = new Coherence(filter);
    }

    @Override
    public boolean takes(long bytes) {
        return bytes <= LONGEST;
    }

    @Override
    public Optional<String> take(ReleasedRecord released) {
        records.add(released);
        return coherence.take(released);
    }

    @Override
    public MemberAnswer ended(Bytes receipt) {
        return new MemberAnswer.Answered(records, receipt);
    }
}
