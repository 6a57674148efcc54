package org.healthsphere.node.doctor;

import static org.healthsphere.node.doctor.Finding.bad;
import static org.healthsphere.node.doctor.Finding.good;
import static org.healthsphere.node.doctor.Finding.warning;

import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** What is around a node: names, the way out, the ledger and its clock, the other members. */
final class Surroundings {
    private static final Duration GOOD_CLOCK = Duration.ofSeconds(1);
    private static final String CLOCK_REMEDY = "run a time service on this machine (chrony, systemd-timesyncd)";

    private Surroundings() {}

    /** Finds the address of a name. */
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    static Finding name(String host, Resolver resolver) {
        try {
            var found = resolver.resolve(host);
            return good("name." + host, "is " + found[0].getHostAddress());
        } catch (UnknownHostException e) {
            return bad(
                    "name." + host,
                    "no address is known for " + host,
                    "check the spelling in settings and register, and DNS on this machine (getent hosts " + host + ")");
        }
    }

    /** Members are reached over TLS that goes through; a proxy may not let it, or looks into it. */
    static Finding proxy(URI towards, ProxySelector selector) {
        var first = selector.select(towards).getFirst();
        return first.type() == Proxy.Type.DIRECT
                ? good("proxy", "connections go out directly")
                : warning(
                        "proxy",
                        "this machine is told to go through the proxy " + first.address(),
                        "a node does not use it: let connections to members and ledger out directly, without looking into their TLS");
    }

    /**
     * How this machine's clock stands to the ledger's.
     *
     * @param ahead by how much this one is ahead; negative: behind
     * @param uncertain half of the time that asking took
     */
    static Finding clock(Duration ahead, Duration uncertain, Duration freshness) {
        var off = ahead.abs().minus(uncertain);
        var said = "%d ms %s the ledger's clock"
                .formatted(ahead.abs().toMillis(), ahead.isNegative() ? "behind" : "ahead of");
        if (off.compareTo(freshness) >= 0) {
            return bad(
                    "clock",
                    said + ": nothing would be released, and nobody would take what is signed here",
                    CLOCK_REMEDY);
        }
        return off.compareTo(GOOD_CLOCK) >= 0 ? warning("clock", said, CLOCK_REMEDY) : good("clock", said);
    }

    static Finding ledger(Outcome<LedgerHead> head, String address) {
        return switch (head) {
            case Outcome.Success<LedgerHead>(var found) ->
                good("ledger", "%s answers, at height %d".formatted(address, found.height()));
            case Outcome.Failure<LedgerHead>(Fault.Unavailable _) ->
                bad(
                        "ledger",
                        "nobody vouches for a head at " + address,
                        "is it running, is ledger.address right, does a firewall let this machine out to it?");
            case Outcome.Failure<LedgerHead>(Fault.VersionMismatch(var what)) ->
                bad(
                        "ledger",
                        address + ": " + what,
                        "set ledger.mode to what the network's operator says; or update this node");
            case Outcome.Failure<LedgerHead>(var fault) ->
                bad(
                        "ledger",
                        address + " does not let this member in: " + fault,
                        "ask who runs the network whether this member is suspended or its certificate was taken back");
        };
    }

    /** How far a node that runs is behind. */
    static Finding lag(long head, Optional<Long> seen) {
        if (seen.isEmpty()) {
            return good("ledger.lag", "the node does not run; it will read " + (head + 1) + " blocks when it starts");
        }
        var behind = head - seen.get();
        return behind <= 2
                ? good("ledger.lag", "the node knows the ledger up to height " + seen.get())
                : warning(
                        "ledger.lag",
                        "the node is %d blocks behind".formatted(behind),
                        "it catches up by itself after a start; if it does not, look for 'ledger' in its log");
    }

    /** What a node that runs says of itself. */
    static Finding health(Optional<String> problem) {
        return problem.map(words -> warning(
                        "health",
                        "the node runs, and says: " + words,
                        "where the words do not say what to do, the operator's page 'Health' does, part by part"))
                .orElseGet(() -> good("health", "the node runs, and says that it is well"));
    }

    /** What became of asking a member about somebody who does not exist. */
    static Finding member(NodeId member, MemberAnswer answer, Optional<Duration> took) {
        var about = "member." + member;
        var after = took.map(time -> " after " + time.toMillis() + " ms").orElse("");
        return switch (answer) {
            case MemberAnswer.NothingToRelease _ ->
                good(
                        about,
                        "speaks the same protocol, and has nothing to release of a patient who does not exist" + after);
            case MemberAnswer.Answered _ ->
                bad(
                        about,
                        "released something about a patient who does not exist",
                        "tell its operator: its node is not to be trusted");
            case MemberAnswer.Late _ -> warning(about, "did not answer in time", "if it stays so, ask its operator");
            case MemberAnswer.Unreachable _ ->
                warning(
                        about,
                        "cannot be reached, or shows another certificate than the register has",
                        "is it down? if others reach it, a firewall or a proxy here looks into TLS or keeps its port shut");
            case MemberAnswer.Stale _ ->
                warning(about, "has lost sight of the ledger", "its operator must look at the line to it");
            case MemberAnswer.VersionMismatch(var supported) ->
                bad(
                        about,
                        "speaks the versions " + supported + " of the protocol",
                        "update the older of the two nodes");
            case MemberAnswer.Refused(var status) ->
                bad(
                        about,
                        "refuses this node (status %d)".formatted(status),
                        "its audit log says why; this node's clock and certificates are the usual reasons");
            case MemberAnswer.TooLong _ ->
                bad(
                        about,
                        "has more about a patient who does not exist than is taken here",
                        "tell its operator: its node is not to be trusted");
            case MemberAnswer.Invalid(var ground) ->
                bad(about, "its answer cannot be trusted: " + ground, "tell its operator, and who runs the network");
        };
    }

    /** Nothing is known then of the membership, and nobody was asked. */
    static Finding unread(Fault fault) {
        return bad(
                "members",
                "the register on the ledger could not be read, and no member was asked: " + fault,
                "let the ledger be in reach first, then look again");
    }

    static Finding nobodyElse() {
        return warning(
                "members",
                "nobody else is in the network",
                "there is nobody to ask; invite others with 'hie member invite'");
    }
}
