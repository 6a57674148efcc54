package org.healthsphere.node.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.healthsphere.node.cluster.Reply.Introduced;
import org.healthsphere.node.cluster.Reply.Looked;
import org.healthsphere.node.cluster.Reply.Said;
import org.healthsphere.node.cluster.Reply.Taken;
import org.healthsphere.node.cluster.Request.Append;
import org.healthsphere.node.cluster.Request.Canvass;
import org.healthsphere.node.cluster.Request.Hand;
import org.healthsphere.node.cluster.Request.Introduce;
import org.healthsphere.node.cluster.Request.Listen;
import org.healthsphere.node.cluster.Request.Look;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** One process among those of its node: answers the others, and learns from the head what it may show. */
public final class Member {
    private static final Fault NO_HEAD =
            new Fault.Unavailable("a leading process of this hospital that a majority hears");

    private final Consensus consensus;
    private final Line line;
    private final Own own;

    /**
     * What its node says and does.
     *
     * @param card what the others are told of this process
     * @param taking takes in, as head, what another was given; whether it has
     * @param noted of who saw what, from a byte on
     */
    public record Own(Supplier<Bytes> card, Predicate<Bytes> taking, LongFunction<Bytes> noted) {}

    public Member(Consensus consensus, Line line, Own own) {
        this.consensus = consensus;
        this.line = line;
        this.own = own;
    }

    public Reply answer(Request request) throws InterruptedException {
        return switch (request) {
            case Canvass canvass -> consensus.vote(canvass);
            case Append append -> consensus.append(append);
            case Look _ -> new Looked(consensus.readable().orElse(-1));
            case Introduce _ -> new Introduced(own.card().get());
            case Listen(var from) -> new Said(own.noted().apply(from));
            case Hand(var what) -> new Taken(own.taking().test(what));
        };
    }

    /**
     * Up to which commit a reader must see who begins now: all that was acknowledged before, at whichever process.
     *
     * <p>{@link Fault.Unavailable} when that cannot be known: there is no head, or it cannot be reached.
     */
    public Outcome<Long> sight(Duration patience) {
        var own = consensus.readable();
        if (own.isPresent()) {
            return Outcome.of(own.getAsLong());
        }
        var head = consensus.head();
        if (head.isEmpty()) {
            return Outcome.failed(NO_HEAD);
        }
        return line.ask(head.getAsInt(), new Look(), patience)
                .then(reply -> reply instanceof Looked(long settled) && settled >= 0
                        ? Outcome.of(settled)
                        : Outcome.failed(NO_HEAD));
    }

    /** What the head says of itself; nothing while there is none, or it says nothing. */
    public Optional<Bytes> headsCard(Duration patience) {
        var head = consensus.head();
        return head.isPresent()
                        && line.ask(head.getAsInt(), new Introduce(), patience)
                                instanceof Outcome.Success<Reply>(Introduced(var words))
                ? Optional.of(words)
                : Optional.empty();
    }

    /** Gives the head something to take in; whether it has. */
    public boolean hand(Bytes what, Duration patience) {
        if (consensus.isLeading()) {
            return own.taking().test(what);
        }
        var head = consensus.head();
        return head.isPresent()
                && line.ask(head.getAsInt(), new Hand(what), patience)
                        instanceof Outcome.Success<Reply>(Taken(var done))
                && done;
    }

    /** What another process has noted from this byte on; nothing while it cannot be asked. */
    public Optional<Bytes> listen(int member, long from, Duration patience) {
        return line.ask(member, new Listen(from), patience) instanceof Outcome.Success<Reply>(Said(var noted))
                ? Optional.of(noted)
                : Optional.empty();
    }
}
