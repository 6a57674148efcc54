package org.healthsphere.node.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.healthsphere.keys.CertificateRequests;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.PrivateFile;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.keys.identity.ApplicantFile;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.network.Application;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * A hospital on its way into a network, in its home folder.
 *
 * <p>Every step leaves something on disk that tells that it was done; whoever comes again goes on with the next one. Nothing has to
 * reach this machine for it: it asks.
 */
public final class Newcomer {
    private static final String SETTINGS = "node.conf";
    private static final String SECRET = "secret";

    private final Path home;
    private final Tools tools;
    private final Told told;
    private final Course course;

    /** Time, chance, and how certificates are asked for. */
    public record Tools(InstantSource clock, SecureRandom random, CertificateRequests requests) {}

    /** What came of going on. */
    public sealed interface Step {
        /** It is a member: its node starts with these settings. */
        record Joined(Path settings) implements Step {}

        /** Others have to act first. */
        record Waiting(String why) implements Step {}
    }

    /** Hears what is done, in words for the operator, and how long after the beginning. */
    public interface Told {
        void hear(String words, Duration sinceBegun);
    }

    /** Opens the home folder. */
    public Newcomer(Path home, Tools tools, Told told) {
        this.home = home.toAbsolutePath().normalize();
        this.tools = tools;
        this.told = told;
        this.course = new Course(joining("course.json"), tools.clock());
    }

    /** How far it is, and how long each step took. */
    public Course course() {
        return course;
    }

    private Path joining(String name) {
        return home.resolve("joining").resolve(name);
    }

    private ApplicantFile keys() {
        return new ApplicantFile(joining("keys"));
    }

    /** The application in its file, once it was made. */
    public Path applicationFile() {
        return joining("application.json");
    }

    private Path settings() {
        return home.resolve(SETTINGS);
    }

    /** What was begun here. */
    public Optional<Plan> begun() throws IOException {
        return Plan.read(joining("plan.json"));
    }

    /** Says what is to be done; keys and application are made. The same again changes nothing. */
    public Outcome<Plan> begin(Plan plan) throws IOException {
        var before = begun();
        if (before.isPresent()) {
            return before.get().begunAs(plan);
        }
        if (Files.exists(settings())) {
            return Outcome.failed(new Fault.Conflict(
                    "there is a node in " + home + " already (" + SETTINGS + "); take another folder"));
        }
        plan.write(joining("plan.json"));
        course.reached(Course.Step.BEGUN);
        return Outcome.of(plan);
    }

    /** Goes on as far as it can. */
    public Outcome<Step> goOn(Plan plan) throws IOException {
        if (isDone()) {
            return Outcome.of(new Step.Joined(settings()));
        }
        var applicant = applicant(plan);
        if (!(applicant instanceof Outcome.Success<Applicant>(var newcomer))) {
            return applicant.map(_ -> new Step.Waiting(""));
        }
        var application = application(plan, newcomer);
        if (plan.invitation().isEmpty()) {
            return Outcome.of(new Step.Waiting(byHand(application)));
        }
        try (var line = new MemberLine(plan.invitation().get(), tools.clock())) {
            return delivered(line, application).then(progress -> reached(plan, newcomer, progress));
        }
    }

    private void tell(String words) {
        told.hear(words, course.sinceBegun());
    }

    private boolean isDone() {
        return Files.exists(settings()) && !keys().exists();
    }

    private Outcome<Applicant> applicant(Plan plan) throws IOException {
        var secret = home.resolve(SECRET);
        if (!Files.exists(secret)) {
            var passphrase = Passphrase.generate(tools.random());
            PrivateFile.write(secret, new String(passphrase.reveal()).getBytes(StandardCharsets.US_ASCII));
            tell("The passphrase of the vault is in " + secret + ", readable for this user only.");
        }
        var passphrase = Passphrase.read(secret);
        if (!keys().exists()) {
            var applicant = Applicant.create(plan.member(), plan.organization(), plan.hosts(), tools.random());
            keys().write(applicant, passphrase, tools.random());
            course.reached(Course.Step.KEYS);
            tell("New keys were made; they never leave this machine.");
            return Outcome.of(applicant);
        }
        return keys().open(passphrase);
    }

    private Application application(Plan plan, Applicant applicant) throws IOException {
        var file = applicationFile();
        if (!Files.exists(file)) {
            var application = Application.of(applicant, plan.endpoint(), tools.requests());
            PrivateFile.write(file, application.text().getBytes(StandardCharsets.UTF_8));
            course.reached(Course.Step.APPLICATION);
            tell("The application is in " + file + ". Its fingerprint, which the members compare before they vote: "
                    + application.fingerprint());
        }
        return Application.parse(Files.readString(file)).orElseThrow();
    }

    private String byHand(Application application) {
        return "Bring " + applicationFile() + " (fingerprint " + application.fingerprint()
                + ") to a member, whose operator proposes it with 'hie member propose --file', and come back with the answer"
                + " of 'hie member welcome': hie join --home " + home + " --welcome FILE";
    }

    private Outcome<Progress> delivered(MemberLine line, Application application) throws IOException {
        return switch (line.progress(application)) {
            case Outcome.Failure<Progress>(Fault.NotFound _) -> {
                var sent = line.apply(application);
                if (sent instanceof Outcome.Success<Progress>) {
                    course.reached(Course.Step.DELIVERED);
                    tell("The application is with the member that has invited you.");
                }
                yield sent;
            }
            case Outcome<Progress> known -> known;
        };
    }

    private Outcome<Step> reached(Plan plan, Applicant applicant, Progress progress) {
        milestone(progress).ifPresent(course::reached);
        return switch (progress) {
            case Progress.Received _ ->
                waiting(
                        "The member's operator has to bring the application before the members ('hie member propose').");
            case Progress.Proposed(var votes, var needed) ->
                waiting("The members vote: %d of %d votes that are needed.".formatted(votes, needed));
            case Progress.Admitted _ ->
                waiting("The members have admitted you; the network's authority certifies your keys.");
            case Progress.Over _ ->
                Outcome.failed(new Fault.Conflict(
                        "the members did not admit you in the time there was, or have suspended you; talk to the member that has invited you,"
                                + " who may propose the application again"));
            case Progress.Certified(var welcome) -> settle(plan, applicant, welcome);
        };
    }

    private static Optional<Course.Step> milestone(Progress progress) {
        return switch (progress) {
            case Progress.Received _, Progress.Over _ -> Optional.empty();
            case Progress.Proposed _ -> Optional.of(Course.Step.PROPOSED);
            case Progress.Admitted _ -> Optional.of(Course.Step.ADMITTED);
            case Progress.Certified _ -> Optional.of(Course.Step.CERTIFIED);
        };
    }

    private static Outcome<Step> waiting(String why) {
        return Outcome.of(new Step.Waiting(why));
    }

    /** Takes an answer that was brought by hand. */
    public Outcome<Step> take(Plan plan, String answer) throws IOException {
        if (isDone()) {
            return Outcome.of(new Step.Joined(settings()));
        }
        return applicant(plan)
                .then(applicant -> Progress.parse(answer).then(progress -> reached(plan, applicant, progress)));
    }

    /** Believes nothing but what the authority has signed, of the network that was named, for the keys that were made here. */
    private Outcome<Step> settle(Plan plan, Applicant applicant, Welcome welcome) {
        if (!MemberIdentity.fingerprint(welcome.authority()).equals(plan.authority())) {
            return Outcome.failed(new Fault.Unauthenticated("the answer is of another network than was named"));
        }
        var card = welcome.card();
        var isMine = card.member().equals(plan.member())
                && card.recipient().equals(applicant.recipientKey())
                && welcome.ledger().getPublicKey().equals(card.signing().getPublicKey());
        if (!isMine) {
            return Outcome.failed(new Fault.Unauthenticated("the answer is for somebody else"));
        }
        return applicant
                .admitted(card.signing(), welcome.tls(), welcome.authority())
                .then(identity -> settled(plan, identity, welcome));
    }

    private Outcome<Step> settled(Plan plan, MemberIdentity identity, Welcome welcome) {
        try {
            var data = new NodeFolder(home.resolve("data"));
            var added = welcome.added();
            var anew = welcome.card().linkage();
            var dealt = new NodeFolder.Dealt(
                    anew.isEmpty() ? added.linkage() : anew, welcome.card().share());
            data.write(
                    identity,
                    Passphrase.read(home.resolve(SECRET)),
                    new NodeFolder.FromNetwork(welcome.ledger(), dealt, added.revocations()),
                    tools.random());
            return data.linkage(identity).map(_ -> finished(plan, welcome));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Step finished(Plan plan, Welcome welcome) {
        try {
            PrivateFile.write(
                    settings(), String.join("\n", lines(plan, welcome)).getBytes(StandardCharsets.UTF_8));
            keys().delete();
            course.reached(Course.Step.SETTLED);
            tell("The certificates are in the vault, and the settings in " + settings() + ".");
            return new Step.Joined(settings());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Plan plan, Welcome welcome) {
        var bind = plan.isLocal() ? "127.0.0.1" : "0.0.0.0";
        return List.of(
                "# Written by 'hie join'; 'hie config' lists what else can be set.",
                "node.id = " + plan.member(),
                "node.organization = " + plan.organization(),
                "data = data",
                "secrets = " + SECRET,
                "http.host = " + bind,
                "http.port = " + plan.ports().http(),
                "peers.host = " + bind,
                "peers.port = " + plan.ports().peers(),
                "ledger.address = " + welcome.address().host() + ":"
                        + welcome.address().port(),
                "ledger.mode = "
                        + welcome.address()
                                .mode()
                                .name()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'),
                "");
    }
}
