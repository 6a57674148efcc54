package org.healthsphere.node.smart;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.access.Scope;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/**
 * That a person connected an app.
 *
 * @param id random, what the audit knows it by
 * @param app its client id
 * @param scopes what was granted, in the words in which it was asked for
 * @param until when it ends by itself
 * @param used when the app last came with it
 */
public record Connection(
        String id,
        String app,
        Person person,
        InContext context,
        List<String> scopes,
        Renewal renewal,
        Instant since,
        Instant until,
        Instant used) {
    /** Spent tokens that are still told apart from invented ones. */
    private static final int MOST_SPENT = 64;

    public Connection {
        scopes = List.copyOf(scopes);
    }

    /**
     * Who connected it.
     *
     * @param subject as the rest of the node knows him: a patient by the id of his record, staff by that of the account
     */
    public record Person(String subject, Role role) {
        @Override
        public String toString() {
            return "Person[" + role + "]";
        }
    }

    /** What is open where the app was started; ids of this node. */
    public record InContext(Optional<String> patient, Optional<String> encounter) {
        static final InContext NONE = new InContext(Optional.empty(), Optional.empty());

        @Override
        public String toString() {
            return "InContext[REDACTED]";
        }
    }

    /** Whether the app may get further tokens by itself. */
    public sealed interface Renewal {
        /** It may not. */
        record Never() implements Renewal {}

        /** As long as the person stays signed in. */
        record Online(String session, Refresh refresh) implements Renewal {}

        /** Until somebody ends it. */
        record Offline(Refresh refresh) implements Renewal {}
    }

    /** The digest of the refresh token that is good, and of those that were spent for it. */
    record Refresh(Optional<Sha256> current, List<Sha256> spent) {
        static final Refresh NONE_YET = new Refresh(Optional.empty(), List.of());

        public Refresh {
            spent = List.copyOf(spent);
        }

        Refresh turnedTo(Sha256 next) {
            var all = new ArrayList<>(spent);
            current.ifPresent(all::add);
            var from = Math.max(0, all.size() - MOST_SPENT);
            return new Refresh(Optional.of(next), all.subList(from, all.size()));
        }
    }

    Optional<Refresh> refresh() {
        return switch (renewal) {
            case Renewal.Never _ -> Optional.empty();
            case Renewal.Online(var _, var refresh) -> Optional.of(refresh);
            case Renewal.Offline(var refresh) -> Optional.of(refresh);
        };
    }

    /** With the next refresh token, where it has any; whose app stays has it for a new time. */
    Connection turnedTo(Sha256 next, Instant end) {
        return switch (renewal) {
            case Renewal.Never _ -> this;
            case Renewal.Online(var session, var refresh) ->
                with(new Renewal.Online(session, refresh.turnedTo(next)), until, used);
            case Renewal.Offline(var refresh) -> with(new Renewal.Offline(refresh.turnedTo(next)), end, used);
        };
    }

    Connection usedAt(Instant now) {
        return now.isAfter(used) ? with(renewal, until, now) : this;
    }

    private Connection with(Renewal other, Instant end, Instant lastUse) {
        return new Connection(id, app, person, context, scopes, other, since, end, lastUse);
    }

    Wish wish() {
        return Wish.of(scopes);
    }

    /** What of a record the app may see, by the words in which it was granted. */
    public Map<String, Scope> resources() {
        return wish().resources();
    }

    /** Whether the app may come back without the person. */
    public boolean stays() {
        return renewal instanceof Renewal.Offline;
    }

    @Override
    public String toString() {
        return "Connection[" + id + "]";
    }
}
