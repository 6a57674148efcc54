package org.healthsphere.node.simulation;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CRLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.healthsphere.consent.Directive.AdmitMember;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.federation.InMemoryPeerChannel;
import org.healthsphere.federation.exchange.FederatedRecord;
import org.healthsphere.federation.exchange.Question;
import org.healthsphere.federation.exchange.RecordExchange;
import org.healthsphere.federation.exchange.RecordFilter;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.federation.linkage.LinkageSecret;
import org.healthsphere.federation.linkage.Tokenizer;
import org.healthsphere.keys.CertificateAuthority;
import org.healthsphere.keys.CertificateProfile.Member;
import org.healthsphere.keys.CertificateProfile.Tls;
import org.healthsphere.keys.bc.BcCertificateRequests;
import org.healthsphere.keys.bc.CertificateAuthorities;
import org.healthsphere.keys.bc.Founding;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.keys.sealing.EnvelopeHeader;
import org.healthsphere.node.http.OperationOutcomes;
import org.healthsphere.node.network.MemberCard;
import org.healthsphere.node.network.Members;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.network.Standing;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/**
 * Many members in one process. Keys, envelopes, certificates, linkage and the exchange are the real ones; the way between them and
 * its time are simulated, and every answer is held against the truth.
 */
public final class Simulation {
    private static final Instant BEGIN = Instant.parse("2026-01-01T08:00:00Z");
    private static final Duration LIFE = Duration.ofDays(3_650);
    private static final int ASKERS = 3;
    private static final int SECRET_BYTES = 32;
    /** All of it runs on one thread, which others on this machine may keep waiting. */
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private final Scenario scenario;
    private final VirtualClock clock = new VirtualClock(BEGIN);
    private final SecureRandom chance;
    private final Random random;
    private final List<SimulatedMember> members = new ArrayList<>();
    private final Members register;
    private final Truth truth;
    private final Tokenizer tokenizer;
    private final FaultyChannel channel;

    private Simulation(Scenario scenario, Path scratch, SecureRandom chance) {
        this.scenario = scenario;
        this.chance = chance;
        this.random = new Random(scenario.seed());
        this.truth = Truth.drawn(scenario, random);
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        this.tokenizer = new Tokenizer(new LinkageSecret(Bytes.of(secret)));
        var authority = new CertificateAuthorities(clock, chance)
                .inMemory(new Founding("ca.simulation", "Simulated network", LIFE));
        var standing = Standing.open(new NodeFolder(scratch), authority.certificate(), clock);
        var _ = standing.take(revocations(authority)).orElseThrow();
        this.register = new Members(standing);
        var inner = new InMemoryPeerChannel(clock, OperationOutcomes::status);
        people(authority, inner);
        var byName = new HashMap<NodeId, SimulatedMember>();
        members.forEach(member -> byName.put(member.identity.id(), member));
        this.channel = new FaultyChannel(inner, byName, clock, new Random(scenario.seed() + 1));
    }

    /**
     * Runs one.
     *
     * @param scratch a folder for what has to be in a file
     */
    public static SimulationReport run(Scenario scenario, Path scratch, SecureRandom chance) {
        return new Simulation(scenario, scratch, chance).asked();
    }

    private void people(CertificateAuthority authority, InMemoryPeerChannel inner) {
        var fates = Fate.drawn(scenario, ASKERS, random);
        var shared = new SimulatedMember.Network(register, truth, clock, chance, scenario.patients());
        for (var number = 0; number < scenario.members(); number++) {
            var identity = identity(authority, new NodeId("m%04d".formatted(number)));
            admit(identity, number);
            var member = new SimulatedMember(number, fates.get(number), identity, tokenizer, shared);
            members.add(member);
            inner.connect(identity.id(), member::answer);
        }
        members.stream()
                .filter(member -> member.fate == Fate.IMPERSONATING)
                .forEach(member -> member.pretendToBe(members.get(1).identity.id()));
    }

    private MemberIdentity identity(CertificateAuthority authority, NodeId id) {
        var title = "Simulated hospital " + id;
        var applicant = Applicant.create(id, title, List.of("localhost"), chance);
        var requests = new BcCertificateRequests();
        var life = Duration.ofDays(365);
        var signing = authority.issue(new Member(id, title), applicant.signingRequest(requests), life);
        var tls =
                authority.issue(new Tls(id.value(), title, List.of("localhost")), applicant.tlsRequest(requests), life);
        return applicant
                .admitted(signing.orElseThrow(), tls.orElseThrow(), authority.certificate())
                .orElseThrow();
    }

    private void admit(MemberIdentity identity, int number) {
        var endpoint = URI.create("https://" + identity.id() + ".invalid:8444");
        var card = MemberCard.of(identity, "Simulated hospital", endpoint);
        var admission = new AdmitMember(
                identity.id(),
                "Simulated hospital",
                endpoint.toString(),
                MemberIdentity.fingerprint(identity.certificate()),
                card.text());
        register.apply(new LedgerEvent(number, 0, "simulated", clock.instant(), admission));
    }

    private static Bytes revocations(CertificateAuthority authority) {
        try {
            return Bytes.of(authority.revocations().getEncoded());
        } catch (CRLException e) {
            throw new IllegalStateException("a list of revocations has an encoding", e);
        }
    }

    private SimulationReport asked() {
        var tally = new Tally();
        for (var query = 0; query < scenario.queries(); query++) {
            channel.partition(query >= scenario.queries() / 3 && query < 2 * scenario.queries() / 3);
            ask(members.get(query % ASKERS), random.nextInt(scenario.patients()), tally);
        }
        return tally.report(scenario);
    }

    private void ask(SimulatedMember asker, int patient, Tally tally) {
        var exchange = new RecordExchange(
                asker.identity.id(),
                register,
                asker.sealing,
                channel,
                clock,
                () -> EnvelopeHeader.newMessageId(chance));
        var question = new Question(
                new Requester(asker.identity.id(), "somebody", Role.CLINICIAN),
                PurposeOfUse.TREAT,
                Optional.empty(),
                tokenizer.tokens(Demographics.of(Truth.person(patient))),
                RecordFilter.EVERYTHING,
                0);
        var began = CPU.getCurrentThreadCpuTime();
        var record = exchange.ask(question, Deadline.in(scenario.deadline(), clock));
        var cost = Duration.ofNanos(CPU.getCurrentThreadCpuTime() - began);
        var wrong = new Judge(members, truth, channel.done()).wrong(asker, patient, record);
        var slowest = record.times().values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
        tally.take(record, slowest, cost, wrong);
        clock.advance(slowest.plusMillis(1));
    }

    /** Whether the record says of every member what is true. */
    record Judge(List<SimulatedMember> members, Truth truth, Map<NodeId, FaultyChannel.Done> done) {
        List<String> wrong(SimulatedMember asker, int patient, FederatedRecord record) {
            List<String> wrong = new ArrayList<>();
            for (var member : members) {
                if (member == asker) {
                    continue;
                }
                var id = member.identity.id();
                var expected =
                        Expected.of(member, Optional.ofNullable(done.get(id)), truth.released(patient, member.number));
                var given = Optional.ofNullable(record.answers().get(id));
                if (!given.map(expected::holds).orElse(false)) {
                    wrong.add("%s (%s): %s was true, the record says %s"
                            .formatted(
                                    id,
                                    member.fate,
                                    expected.words(),
                                    given.map(Expected::name).orElse("nothing")));
                }
            }
            return wrong;
        }
    }
}
