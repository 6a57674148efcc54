package org.healthsphere.federation.exchange;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.healthsphere.specs.Bytes;

/** What asking one member came to. Every member that was asked has one of these. */
public sealed interface MemberAnswer {
    /** It released these. */
    record Answered(List<ReleasedRecord> records, Bytes receipt) implements MemberAnswer {
        public Answered {
            records = List.copyOf(records);
        }
    }

    /** No such patient, no consent, or no data: it does not say which. */
    record NothingToRelease(Bytes receipt) implements MemberAnswer {}

    /** It did not answer in time. */
    record Late() implements MemberAnswer {}

    /** There was no connection to it. */
    record Unreachable() implements MemberAnswer {}

    /** It does not know the state of consent, or its own patients by their tokens, well enough. */
    record Stale() implements MemberAnswer {}

    /** It speaks other versions of the protocol. */
    record VersionMismatch(Set<Integer> supported) implements MemberAnswer {
        public VersionMismatch {
            supported = Collections.unmodifiableSet(new TreeSet<>(supported));
        }
    }

    /** It would not take the question; the status of HTTP, for the operator. */
    record Refused(int status) implements MemberAnswer {}

    /** It released more than is taken here beside what the others did: nothing of it was taken. */
    record TooLong() implements MemberAnswer {}

    /** What came back cannot be trusted: not its signature, not an answer to this, or not what it says it is. */
    record Invalid(String ground) implements MemberAnswer {}

    /** The same with those records only that are meant. */
    default MemberAnswer only(Predicate<ReleasedRecord> meant) {
        if (!(this instanceof Answered(var records, var receipt))) {
            return this;
        }
        var left = records.stream().filter(meant).toList();
        return left.isEmpty() ? new NothingToRelease(receipt) : new Answered(left, receipt);
    }

    /** Whether this member has said all that there is to say for the asker. */
    default boolean isComplete() {
        return this instanceof Answered || this instanceof NothingToRelease;
    }
}
