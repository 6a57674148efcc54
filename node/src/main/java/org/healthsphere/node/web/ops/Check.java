package org.healthsphere.node.web.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One thing that must be well, how it is, and by its name what to do about it.
 */
public record Check(Subject subject, Level level) {
    private static final int DISK_TIGHT = 80;
    private static final int DISK_FULL = 95;
    private static final long INDEX_BEHIND = 1_000;
    private static final long INDEX_STUCK = 100_000;
    private static final Duration SIGNATURES_OLD = Duration.ofMinutes(5);
    private static final Duration CERTIFICATE_SOON = Duration.ofDays(30);
    private static final Duration CERTIFICATE_URGENT = Duration.ofDays(7);

    /** What is looked at. */
    public enum Subject {
        LEDGER,
        LOG,
        MEMBERS,
        INDEX,
        DISK,
        CERTIFICATE,
        REVOCATIONS
    }

    /** How it is. */
    public enum Level {
        GOOD,
        /** It will break if nobody does anything. */
        SOON,
        /** It hinders work now. */
        BAD
    }

    public static List<Check> of(NodeHealth health, Instant now) {
        var left = Duration.between(now, health.certificateEnds());
        var age = health.ledger().viewAge();
        var bound = health.ledger().bound();
        var disk = health.disk().percentUsed();
        var log = health.log();
        var revocations = health.revocations();
        var old = log.cosigned()
                .filter(seen -> seen.compareTo(SIGNATURES_OLD) > 0)
                .isPresent();
        return List.of(
                new Check(Subject.LEDGER, level(age.compareTo(bound) > 0, age.compareTo(bound.dividedBy(2)) > 0)),
                new Check(Subject.LOG, level(!log.alarms().isEmpty(), old)),
                new Check(Subject.MEMBERS, level(!health.unread().isEmpty(), false)),
                new Check(Subject.INDEX, level(health.indexLag() > INDEX_STUCK, health.indexLag() > INDEX_BEHIND)),
                new Check(Subject.DISK, level(disk >= DISK_FULL, disk >= DISK_TIGHT)),
                new Check(
                        Subject.CERTIFICATE,
                        level(left.compareTo(CERTIFICATE_URGENT) < 0, left.compareTo(CERTIFICATE_SOON) < 0)),
                new Check(
                        Subject.REVOCATIONS,
                        level(revocations.ends().filter(now::isBefore).isEmpty(), revocations.overdue())));
    }

    /** How the node is as a whole: as its worst part. */
    public static Level worst(List<Check> checks) {
        return checks.stream().map(Check::level).max(Level::compareTo).orElse(Level.GOOD);
    }

    private static Level level(boolean bad, boolean soon) {
        if (bad) {
            return Level.BAD;
        }
        return soon ? Level.SOON : Level.GOOD;
    }
}
