package org.healthsphere.node.simulation;

import java.util.List;
import java.util.Optional;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.federation.exchange.ReleasedRecord;

/** What a record has to say of one member, seeing what became of the question to it. */
sealed interface Expected {
    /** Exactly these; with none, that there is nothing to release. */
    record Records(List<ReleasedRecord> records) implements Expected {}

    record Unreachable() implements Expected {}

    record Late() implements Expected {}

    /** It is not believed: refused or invalid, and in no case complete. */
    record Untrusted() implements Expected {}

    static Expected of(SimulatedMember member, Optional<FaultyChannel.Done> done, List<ReleasedRecord> released) {
        return switch (done.orElse(FaultyChannel.Done.UNREACHABLE)) {
            case UNREACHABLE -> new Unreachable();
            case LATE -> new Late();
            case TAMPERED -> new Untrusted();
            case ARRIVED ->
                switch (member.fate) {
                    case HONEST, DEAD, PARTITIONED, SLOW, LOSSY, ALTERING, REPLAYING -> new Records(released);
                    case SKEWED, IMPERSONATING, MIXING -> new Untrusted();
                    // It signs for it that it had nothing; nobody can see more in an answer.
                    case WITHHOLDING -> new Records(List.of());
                };
        };
    }

    default boolean holds(MemberAnswer answer) {
        return switch (this) {
            case Records(var records) when records.isEmpty() -> answer instanceof MemberAnswer.NothingToRelease;
            case Records(var records) ->
                answer instanceof MemberAnswer.Answered(var given, var _) && given.equals(records);
            case Unreachable _ -> answer instanceof MemberAnswer.Unreachable;
            case Late _ -> answer instanceof MemberAnswer.Late;
            case Untrusted _ -> answer instanceof MemberAnswer.Invalid || answer instanceof MemberAnswer.Refused;
        };
    }

    default String words() {
        return switch (this) {
            case Records(var records) -> records.isEmpty() ? "nothing to release" : records.size() + " records";
            case Unreachable _ -> "unreachable";
            case Late _ -> "late";
            case Untrusted _ -> "not to be trusted";
        };
    }

    static String name(MemberAnswer answer) {
        return switch (answer) {
            case MemberAnswer.Answered _ -> "answered";
            case MemberAnswer.NothingToRelease _ -> "nothing to release";
            case MemberAnswer.Late _ -> "late";
            case MemberAnswer.Unreachable _ -> "unreachable";
            case MemberAnswer.Stale _ -> "stale";
            case MemberAnswer.VersionMismatch _ -> "other version";
            case MemberAnswer.Refused _ -> "refused";
            case MemberAnswer.TooLong _ -> "too long";
            case MemberAnswer.Invalid _ -> "invalid";
        };
    }
}
