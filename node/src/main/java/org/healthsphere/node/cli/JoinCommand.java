package org.healthsphere.node.cli;

import java.io.IOException;
import java.io.PrintWriter;
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
import org.healthsphere.node.Environment;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.joining.Course;
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
            "Nothing has to reach this machine for it. Stop it whenever you like: the same command goes on where it stopped.",
            "In the end the doctor looks at everything and asks every member about nobody, and each step's time is told."
        },
        footer = {
            "",
            "hie join --home /srv/hie --id west --organization 'West Clinic' --host hie.west.example --invitation 'https://...#...'",
            "hie join --home /srv/hie                          goes on; of a member: tells what it took, and looks again",
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

    @Option(names = "--json", description = "Print what is done as objects of JSON, one on a line.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    private final Environment environment = new Environment(InstantSource.system(), new SecureRandom());

    @Override
    public Integer call() throws IOException {
        var folder = Optional.ofNullable(home).orElseThrow();
        var page = new JoinPage(out(), json, folder);
        var tools = new Newcomer.Tools(environment.clock(), environment.random(), new BcCertificateRequests());
        var newcomer = new Newcomer(folder, tools, (words, sinceBegun) -> page.line("did", words, sinceBegun));
        var step = plan(newcomer).then(plan -> gone(newcomer, plan, page));
        return switch (step) {
            case Outcome.Success<Step>(Step.Waiting(var why)) -> {
                page.line("waiting", why, newcomer.course().sinceBegun());
                page.notYet(newcomer.course());
                yield NOT_YET;
            }
            case Outcome.Success<Step>(Step.Joined(var settings)) -> joined(newcomer, page, settings);
            case Outcome.Failure<Step> failed -> Answers.of(failed, out(), err(), Object::toString);
        };
    }

    /** What it was for: everything is looked at once, and every member is asked about nobody. */
    private int joined(Newcomer newcomer, JoinPage page, Path settings) throws IOException {
        return switch (ConfigFile.read(settings, System.getenv())) {
            case Outcome.Failure<NodeConfig> wrong -> Answers.of(wrong, out(), err(), Object::toString);
            case Outcome.Success<NodeConfig>(var config) -> {
                page.line(
                        "did",
                        "The doctor looks at machine, papers, ledger and members.",
                        newcomer.course().sinceBegun());
                var examined = new Checkup(environment).of(config);
                newcomer.course().reached(Course.Step.EXAMINED);
                page.joined(newcomer.course(), examined, settings);
                yield 0;
            }
        };
    }

    private PrintWriter out() {
        return Optional.ofNullable(spec).orElseThrow().commandLine().getOut();
    }

    private PrintWriter err() {
        return Optional.ofNullable(spec).orElseThrow().commandLine().getErr();
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

    private Outcome<Step> gone(Newcomer newcomer, Plan plan, JoinPage page) {
        try {
            return welcome == null ? patiently(newcomer, plan, page) : newcomer.take(plan, Files.readString(welcome));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A member that cannot be reached for a moment is no reason to give up, once it has been reached. */
    private Outcome<Step> patiently(Newcomer newcomer, Plan plan, JoinPage page) throws IOException {
        var until = environment.clock().instant().plus(Duration.ofMinutes(minutes));
        var step = newcomer.goOn(plan);
        var said = "";
        while (step instanceof Outcome.Success<Step>(Step.Waiting(var why))
                && plan.invitation().isPresent()
                && environment.clock().instant().isBefore(until)) {
            if (!why.equals(said)) {
                page.line("waiting", why, newcomer.course().sinceBegun());
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
            var left = Math.clamp(
                    Duration.between(environment.clock().instant(), until).toMillis(), 0, PAUSE_MILLIS);
            var _ = new CountDownLatch(1).await(left, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
