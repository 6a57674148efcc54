package org.healthsphere.federation.merge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.federation.exchange.FederatedRecord;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.federation.exchange.MemberAnswer.Answered;
import org.healthsphere.specs.NodeId;

/**
 * A record on its way: each answer is read when it arrives, so that after the last one nothing is left but to put together what is one. In
 * whatever order they arrive, the record is the same. For use by one thread.
 */
public final class Gathering {
    private final Map<NodeId, Read> read = new HashMap<>();

    private record Read(MemberAnswer answer, List<Entry> entries) {}

    /** Reads what a member answered, in place of what was read of it before. */
    public void take(NodeId member, MemberAnswer answer) {
        read.put(member, new Read(answer, entries(member, answer)));
    }

    private static List<Entry> entries(NodeId member, MemberAnswer answer) {
        return answer instanceof Answered(var records, var _)
                ? records.stream().map(record -> RecordMerge.entry(member, record)).toList()
                : List.of();
    }

    /** The record of these answers, those that were not read before included. */
    public MergedRecord record(FederatedRecord answers) {
        var entries = new ArrayList<Entry>();
        answers.answers()
                .forEach((member, answer) -> entries.addAll(Optional.ofNullable(read.get(member))
                        .filter(known -> known.answer().equals(answer))
                        .map(Read::entries)
                        .orElseGet(() -> entries(member, answer))));
        return RecordMerge.merge(entries, answers);
    }
}
