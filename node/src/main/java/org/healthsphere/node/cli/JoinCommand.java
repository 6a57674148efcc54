package org.healthsphere.node.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.healthsphere.keys.bc.BcCertificateRequests;
import org.healthsphere.node.joining.Invitation;
import org.healthsphere.node.joining.Newcomer;
import org.healthsphere.node.joining.Newcomer.Step;
import org.healthsphere.node.joining.Plan;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hie join}: makes this hospital a member of a network that runs. */
@Command(
        name = "join",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a hospital a member of a network that runs: keys, application, votes of the members, certificates, settings.",
            "Nothing has to reach this machine for it. Stop it whenever you like: the same command goes on where it stopped."
        },
        footer = {
            "",
            "hie join --home /srv/hie --id west --organization 'West Clinic' --host hie.west.example --invitation 'https://...#...'",
            "hie join --home /srv/hie                          goes on",
            "hie doctor --config /srv/hie/node.conf            looks whether all is well",
            "hie start --config /srv/hie/node.conf",
            "",
            "Exit codes: 0 a member, 1 refused or failed, 2 wrong usage, 3 the members have not decided yet."
        })
final class JoinCommand implements Callable<Integer> {
    private static final int NOT_YET = 3;
    private static final long PAUSE_MILLIS = 1_000;

    @Option(names = "--home", required = true, paramLabel = "DIR", description = "Where the node will keep everything.")
    private @Nullable Path home;

    @Option(names = "--id", paramLabel = "NAME", description = "The hospital's name in the network: west, st-mary.")
    private @Nullable String id;

    @Option(names = "--organization", paramLabel = "NAME", description = "The hospital's name as people read it.")
    private @Nullable String organization;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "The name or the address under which others will reach the node.")
    private @Nullable String host;

    @Option(names = "--http-port", paramLabel = "N", defaultValue = "8443", description = "For people and programs.")
    private int httpPort;

    @Option(names = "--peers-port", paramLabel = "N", defaultValue = "8444", description = "For other members.")
    private int peersPort;

    @Option(
            names = "--relay",
            paramLabel = "HOST:PORT",
            description =
                    "Where no connection reaches the node: a member with peers.relay on, by way of which others do.")
    private @Nullable String relay;

    @Option(names = "--invitation", paramLabel = "TEXT", description = "What 'hie member invite' printed at a member.")
    private @Nullable String invitation;

    @Option(
            names = "--network",
            paramLabel = "SHA256",
            description = "Without an invitation: the fingerprint of the network's authority, from somebody you trust.")
    private @Nullable String network;

    @Option(
            names = "--welcome",
            paramLabel = "FILE",
            description = "Without an invitation: the answer that a member has given you.")
    private @Nullable Path welcome;

    @Option(
            names = "--wait",
            paramLabel = "MINUTES",
            defaultValue = "15",
            description = "How long to wait for the members; ${DEFAULT-VALUE} unless said otherwise.")
    private int minutes;

    @Spec
    private @Nullable CommandSpec spec;

    private final InstantSource clock = InstantSource.system();

    @Override
    public Integer call() throws InterruptedException {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        var tools = new Newcomer.Tools(clock, new SecureRandom(), new BcCertificateRequests());
        var newcomer = new Newcomer(Optional.ofNullable(home).orElseThrow(), tools, line -> {
            command.getOut().println(line);
            command.getOut().flush();
        });
        var step = plan(newcomer).then(plan -> gone(newcomer, plan));
        return switch (step) {
            case Outcome.Success<Step>(Step.Waiting(var why)) -> {
                command.getOut().println(why);
                command.getOut().println("Not a member yet. Run this again: hie join --home " + home);
                command.getOut().flush();
                yield NOT_YET;
            }
            case Outcome<Step> other ->
                Answers.of(
                        other,
                        command.getOut(),
                        command.getErr(),
                        _ -> "A member. Start the node: hie start --config "
                                + Optional.ofNullable(home).orElseThrow().resolve("node.conf"));
        };
    }

    private Outcome<Plan> plan(Newcomer newcomer) {
        try {
            var begun = newcomer.begun();
            if (begun.isPresent() && id == null) {
                return Outcome.of(begun.get());
            }
            return wanted().then(plan -> {
                try {
                    return newcomer.begin(plan);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome<Plan> wanted() {
        if (id == null || organization == null || host == null || (invitation == null && network == null)) {
            return Outcome.failed(
                    new Fault.Invalid(
                            "to begin, give --id, --organization, --host and --invitation (or --network, to carry files by hand)"));
        }
        try {
            var ports = new Plan.Ports(httpPort, peersPort);
            var named = new NodeId(id);
            var title = organization;
            var at = host;
            var by = Optional.ofNullable(relay);
            return invitation == null
                    ? Outcome.of(new Plan(
                            named,
                            title,
                            at,
                            ports,
                            by,
                            Optional.empty(),
                            new Sha256(Optional.ofNullable(network).orElse(""))))
                    : Invitation.parse(invitation)
                            .map(invited ->
                                    new Plan(named, title, at, ports, by, Optional.of(invited), invited.authority()));
        } catch (IllegalArgumentException e) {
            return Outcome.failed(
                    new Fault.Invalid(Optional.ofNullable(e.getMessage()).orElse("--id, --host or a port is wrong")));
        }
    }

    private Outcome<Step> gone(Newcomer newcomer, Plan plan) {
        try {
            return welcome == null ? patiently(newcomer, plan) : newcomer.take(plan, Files.readString(welcome));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A member that cannot be reached for a moment is no reason to give up, once it has been reached. */
    private Outcome<Step> patiently(Newcomer newcomer, Plan plan) throws IOException {
        var until = clock.instant().plus(Duration.ofMinutes(minutes));
        var step = newcomer.goOn(plan);
        var said = "";
        while (step instanceof Outcome.Success<Step>(Step.Waiting(var why))
                && plan.invitation().isPresent()
                && clock.instant().isBefore(until)) {
            if (!why.equals(said)) {
                Optional.ofNullable(spec).orElseThrow().commandLine().getOut().println(why);
                Optional.ofNullable(spec).orElseThrow().commandLine().getOut().flush();
                said = why;
            }
            pause(until);
            var next = newcomer.goOn(plan);
            step = next instanceof Outcome.Failure<Step>(Fault.Unavailable _) ? step : next;
        }
        return step;
    }

    private void pause(Instant until) {
        try {
            var left = Math.clamp(Duration.between(clock.instant(), until).toMillis(), 0, PAUSE_MILLIS);
            var _ = new CountDownLatch(1).await(left, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
