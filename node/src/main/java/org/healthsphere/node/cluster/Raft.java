package org.healthsphere.node.cluster;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.healthsphere.node.cluster.Reply.Appended;
import org.healthsphere.node.cluster.Reply.Vote;
import org.healthsphere.node.cluster.Request.Append;
import org.healthsphere.node.cluster.Request.Canvass;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules: Raft (Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm", 2014), with trial elections and a
 * lease for the head's reads (Ongaro, "Consensus", 2014, sections 9.6 and 6.4). Guarded by the lock of its {@link Consensus}.
 */
final class Raft {
    private static final Logger LOG = LoggerFactory.getLogger(Raft.class);

    private final int self;
    private final Pace pace;
    private final LongSupplier ticks;
    private final RandomGenerator random;
    private final ReplicatedLog log;
    private final OwnLog own;
    private final Others others;
    private final Runnable changed;

    private Role role = Role.FOLLOWER;
    private int head;
    private boolean trial;
    private long heard;
    private long due;
    private long settled;
    /** The commit that is offered and may not be in the own log yet. */
    private Optional<Entry> offered = Optional.empty();

    private long firstOfTerm;
    private boolean closed;

    private enum Role {
        FOLLOWER,
        CANDIDATE,
        HEAD
    }

    Raft(Consensus.Group group, Consensus.Means means, Runnable changed) {
        this.self = group.self();
        this.pace = means.pace();
        this.ticks = means.ticks();
        this.random = means.random();
        this.log = means.log();
        this.changed = changed;
        this.others = new Others(group.others());
        this.own = new OwnLog(log, means.ballots());
        this.settled = log.applied();
        // Whom it heard before it died it does not know: as if it were just now.
        this.heard = ticks.getAsLong();
        this.due = later();
    }

    private long later() {
        var patience = pace.patience().toNanos();
        return ticks.getAsLong() + patience + random.nextLong(patience);
    }

    /** What is to be asked of this member now. */
    Optional<Request> errand(int member) {
        stand();
        var other = others.of(member);
        return switch (role) {
            case FOLLOWER -> Optional.empty();
            case CANDIDATE -> canvass(other);
            case HEAD -> isDue(other) ? Optional.of(word(other)) : Optional.empty();
        };
    }

    /** Stands for election when no head has been heard for too long. */
    private void stand() {
        if (role == Role.HEAD || closed || ticks.getAsLong() - due < 0) {
            return;
        }
        role = Role.CANDIDATE;
        head = 0;
        canvassAnew(true);
    }

    private void canvassAnew(boolean onlyTrial) {
        trial = onlyTrial;
        due = later();
        others.forEach(Progress::canvassed);
        changed.run();
    }

    private Optional<Request> canvass(Progress other) {
        if (other.asked) {
            return Optional.empty();
        }
        other.asked = true;
        return Optional.of(new Canvass(canvassedTerm(), self, own.position(log.last()), trial));
    }

    private long canvassedTerm() {
        return trial ? own.state().term() + 1 : own.state().term();
    }

    private long end() {
        return offered.map(Entry::change).orElseGet(log::last);
    }

    private boolean isDue(Progress other) {
        var news = !other.silent && !other.lost && (other.next <= end() || other.nextKey <= log.keys());
        return news || ticks.getAsLong() - other.sentAt >= pace.heartbeat().toNanos();
    }

    private Append word(Progress other) {
        other.sentAt = ticks.getAsLong();
        var keys = own.keysFor(other);
        // Nothing goes before the keys that seal it.
        var entries = keys.next() > log.keys() ? own.entriesFor(other, offered) : List.<Entry>of();
        // Whether a majority without it has heard this head since it is known that it begins anew.
        var certain = other.freshAt != Progress.NEVER && others.answered() > other.freshAt;
        return new Append(own.state().term(), self, own.position(other.next - 1), entries, settled, keys, certain);
    }

    /** What a member has answered to what was asked of it at that time. */
    void heard(int member, Request request, long askedAt, Reply reply) {
        var other = others.of(member);
        other.silent = false;
        if (reply instanceof Vote vote && request instanceof Canvass canvass) {
            counted(other, canvass, vote);
        } else if (reply instanceof Appended appended && request instanceof Append append) {
            followed(other, append, askedAt, appended);
        }
    }

    /** It has not answered. */
    void unheard(int member) {
        others.of(member).silent = true;
    }

    private void counted(Progress other, Canvass canvass, Vote vote) {
        if (vote.term() > own.state().term()) {
            adopt(vote.term());
        }
        if (role != Role.CANDIDATE || canvass.trial() != trial || canvass.term() != canvassedTerm()) {
            return;
        }
        other.granted |= vote.granted();
        // Who begins, or begins anew, is head only when nobody knows more.
        var begins = !own.state().whole() || own.position(log.last()).term() == 0;
        if (!others.haveGranted(begins)) {
            return;
        }
        if (trial) {
            own.remember(own.state().in(own.state().term() + 1).voting(self));
            canvassAnew(false);
        } else {
            lead();
        }
    }

    private void lead() {
        role = Role.HEAD;
        head = self;
        others.forEach(other -> other.followed(log.last()));
        firstOfTerm = own.lead();
        LOG.info("process {} is the head, in term {}", self, own.state().term());
        changed.run();
    }

    /** There is a newer term: whoever leads in it, it is not this one. */
    private void adopt(long newer) {
        if (role == Role.HEAD) {
            LOG.info("process {} is no longer the head", self);
        }
        if (newer > own.state().term()) {
            own.remember(own.state().in(newer));
        }
        head = 0;
        role = Role.FOLLOWER;
        due = later();
        changed.run();
    }

    private void followed(Progress other, Append append, long askedAt, Appended reply) {
        if (reply.term() > own.state().term()) {
            adopt(reply.term());
        }
        if (role != Role.HEAD || append.term() != own.state().term()) {
            return;
        }
        other.heardAt = Math.max(other.heardAt, askedAt);
        if (reply.whole()) {
            other.answered = Math.max(other.answered, askedAt);
            other.freshAt = Progress.NEVER;
        } else if (other.freshAt == Progress.NEVER) {
            other.freshAt = ticks.getAsLong();
        }
        other.applied = Math.max(other.applied, reply.applied());
        other.nextKey = reply.nextKey();
        if (reply.taken()) {
            other.next = Math.max(other.next, append.last() + 1);
            other.match = reply.whole() ? Math.max(other.match, append.last()) : 0;
            settle();
        } else {
            if (reply.last() < other.match) {
                // It has lost what it had.
                other.match = 0;
            }
            other.next = Math.max(
                    other.match + 1, Math.min(reply.last(), append.previous().change() - 1) + 1);
        }
        changed.run();
    }

    /** A commit of an earlier term is settled only by one of this term that follows on it. */
    private void settle() {
        // What the others have already and the own log not yet can be read here only when that has it.
        var reached = Math.min(log.last(), others.reached(log.last()));
        if (reached > settled && reached >= firstOfTerm) {
            settled = reached;
            changed.run();
        }
    }

    Vote vote(Canvass canvass) {
        if (canvass.term() < own.state().term() || hearsHead()) {
            return new Vote(own.state().term(), false);
        }
        var knowsAll = own.isKnownTo(canvass.last());
        if (canvass.trial()) {
            return new Vote(
                    own.state().term(), knowsAll && canvass.term() > own.state().term());
        }
        if (canvass.term() > own.state().term()) {
            adopt(canvass.term());
        }
        var granted = knowsAll && (own.state().vote() == 0 || own.state().vote() == canvass.candidate());
        if (granted && own.state().vote() == 0) {
            own.remember(own.state().made().voting(canvass.candidate()));
            due = later();
        }
        return new Vote(own.state().term(), granted);
    }

    private boolean hearsHead() {
        return role == Role.HEAD
                ? hasLease()
                : ticks.getAsLong() - heard < pace.patience().toNanos();
    }

    /** Whether nobody else can have become head: a majority has promised so, at a time that is not long past. */
    private boolean hasLease() {
        return ticks.getAsLong() - others.answered() < pace.lease().toNanos();
    }

    Appended append(Append append) {
        if (append.term() < own.state().term() || closed) {
            return new Appended(
                    own.state().term(),
                    false,
                    log.last(),
                    log.applied(),
                    own.wantedKey(),
                    own.state().whole());
        }
        if (append.term() > own.state().term() || role != Role.FOLLOWER) {
            adopt(append.term());
        }
        if (head != append.head()) {
            head = append.head();
            own.hearAnew();
            changed.run();
        }
        heard = ticks.getAsLong();
        due = later();
        var taken = own.take(append, settled);
        var reached = Math.min(append.settled(), append.last());
        if (taken && reached > settled) {
            settled = reached;
            changed.run();
        }
        return new Appended(
                own.state().term(),
                taken,
                taken ? append.last() : own.common(append, settled),
                log.applied(),
                own.wantedKey(),
                own.state().whole());
    }

    /** Whether the commit may be offered; then it is, until {@link #end}. */
    boolean begin(Entry entry) {
        if (role != Role.HEAD || own.state().term() != entry.term() || log.last() + 1 != entry.change()) {
            return false;
        }
        offered = Optional.of(entry);
        changed.run();
        return true;
    }

    /** The commit is in the own log, or it could not be written there. */
    void end(boolean written) {
        offered = Optional.empty();
        if (written) {
            settle();
        } else {
            adopt(own.state().term());
        }
        changed.run();
    }

    boolean isOffering() {
        return offered.isPresent();
    }

    /** Whether it may still become known that this is settled. */
    boolean isOpen(Entry entry) {
        return settled < entry.change() && role == Role.HEAD && own.state().term() == entry.term();
    }

    boolean isSettled(Entry entry) {
        return settled >= entry.change() && own.state().termOf(entry.change()) == entry.term();
    }

    /** Whether nobody else can be head, and all of former heads is settled. */
    boolean leads() {
        return isLeading() && hasLease();
    }

    /** Whether it is the head as far as it knows, and all of former heads is settled. */
    boolean isLeading() {
        return role == Role.HEAD && settled >= firstOfTerm;
    }

    /** Whether nothing is on its way that may or may not be settled. */
    boolean isEven() {
        return offered.isEmpty() && settled == log.last();
    }

    OptionalInt head() {
        var known = role == Role.HEAD ? leads() : head != 0 && hearsHead();
        return known ? OptionalInt.of(head) : OptionalInt.empty();
    }

    long term() {
        return own.state().term();
    }

    long settled() {
        return settled;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        adopt(own.state().term());
    }

    /** Whether the readers of every process see this commit. */
    boolean isSeenByAll(long change) {
        return role == Role.HEAD && others.all().stream().allMatch(other -> other.getValue().applied >= change);
    }

    boolean isHead() {
        return role == Role.HEAD;
    }

    Report report() {
        var known = head();
        var all = others.all().stream()
                .map(other -> report(other.getKey(), other.getValue()))
                .toList();
        return new Report(self, known, known.isPresent(), own.state().term(), settled, log.applied(), all);
    }

    private Report.Other report(int member, Progress other) {
        var leading = role == Role.HEAD;
        var present =
                leading ? ticks.getAsLong() - other.heardAt < pace.patience().toNanos() : member == head && hearsHead();
        return new Report.Other(
                member,
                present,
                leading && other.lost,
                leading ? OptionalLong.of(Math.max(0, log.last() - other.match)) : OptionalLong.empty());
    }
}
