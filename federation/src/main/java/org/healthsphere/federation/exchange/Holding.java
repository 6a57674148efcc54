package org.healthsphere.federation.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;

/** Keeps the records of a long answer as those of a short one are kept, each checked when it comes, as long as there is room. */
final class Holding implements RecordTaker {
    private final NodeId member;
    private final Room room;
    private final List<ReleasedRecord> records = new ArrayList<>();
    private final Coherence coherence;
    private boolean full;

    Holding(NodeId member, RecordFilter filter, Room room) {
        this.member = member;
        this.room = room;
        this.coherence = new Coherence(filter);
    }

    @Override
    public boolean takes(long bytes) {
        return room.takes(member, 0, bytes);
    }

    @Override
    public Optional<String> take(ReleasedRecord released) {
        full = !room.takes(member, 1, 0);
        records.add(released);
        return full ? Optional.of("more records than are taken") : coherence.take(released);
    }

    @Override
    public MemberAnswer refused(String problem) {
        return full ? new MemberAnswer.TooLong() : new MemberAnswer.Invalid(problem);
    }

    @Override
    public MemberAnswer ended(Bytes receipt) {
        return new MemberAnswer.Answered(records, receipt);
    }
}
