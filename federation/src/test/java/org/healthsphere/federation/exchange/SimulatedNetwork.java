package org.healthsphere.federation.exchange;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.healthsphere.federation.InMemoryMemberDirectory;
import org.healthsphere.federation.InMemoryPeerChannel;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.Sealing;
import org.healthsphere.federation.SignedOnly;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.federation.linkage.LinkageIndex;
import org.healthsphere.federation.linkage.LinkageSecret;
import org.healthsphere.federation.linkage.Location;
import org.healthsphere.federation.linkage.Tokenizer;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;

/** Members in one process, with real signatures, whose clock the test moves. */
final class SimulatedNetwork {
    static final Bytes RECEIPT = Bytes.utf8("{\"receipt\":true}");

    final InMemoryMemberDirectory directory = new InMemoryMemberDirectory();
    final Tokenizer tokenizer = new Tokenizer(new LinkageSecret(Bytes.utf8("a secret of a network that is not real")));
    final Map<NodeId, Member> members = new HashMap<>();
    final InMemoryPeerChannel channel = new InMemoryPeerChannel(this::now, SimulatedNetwork::status);
    private final Map<NodeId, VerificationKey> keys = new HashMap<>();
    private final SecureRandom random = new SecureRandom();
    private Instant now = Samples.NOW;
    private int drawn;

    /** One hospital: who is known there, what is released of him, and what it was asked. */
    final class Member implements ReleasedRecords {
        final NodeId id;
        final Sealing sealing;
        final LinkageIndex index = new LinkageIndex(tokenizer);
        final List<Location.Doubtful> doubts = new ArrayList<>();
        final Map<String, List<ReleasedRecord>> released = new HashMap<>();
        final List<Request> asked = new ArrayList<>();
        boolean stale;
        /** Whether what it releases is longer than one envelope, and may still leave. */
        boolean atLength;

        boolean stands = true;

        Member(NodeId id) {
            var key = SigningKey.generate(random);
            this.id = id;
            this.sealing = new SignedOnly(id, key, keys);
            keys.put(id, key.verificationKey());
        }

        void knows(String patient, Demographics person, List<ReleasedRecord> records) {
            index.put(patient, person);
            released.put(patient, records);
        }

        Responder responder() {
            return new Responder(sealing, directory, new LinkedPatients(index, doubts::add), this, clock(), ids());
        }

        RecordExchange exchange(UnaryOperator<PeerChannel> faults) {
            return new RecordExchange(id, directory, sealing, faults.apply(channel), clock(), ids());
        }

        @Override
        public Release matching(Request request) {
            asked.add(request);
            if (stale) {
                return new StaleView();
            }
            var records = Optional.ofNullable(request.patient().map(released::get).orElse(List.of()))
                    .orElse(List.of());
            return atLength && !records.isEmpty()
                    ? new PermittedAtLength(records::stream, RECEIPT, () -> stands)
                    : new Permitted(records, RECEIPT);
        }
    }

    Member join(String name) {
        var member = new Member(new NodeId(name));
        members.put(member.id, member);
        directory.register(peer(member.id));
        channel.connect(member.id, member.responder()::answer);
        return member;
    }

    static Peer peer(NodeId id) {
        return new Peer(id, URI.create("https://" + id + ".example"), Sha256.of(id.value()));
    }

    void passes(Duration time) {
        now = now.plus(time);
    }

    Deadline deadline() {
        return new Deadline(now.plusSeconds(5));
    }

    Instant now() {
        return now;
    }

    InstantSource clock() {
        return this::now;
    }

    Supplier<String> ids() {
        return () -> "id-%019d".formatted(drawn++);
    }

    static int status(Fault fault) {
        return switch (fault) {
            case Fault.Conflict _ -> 409;
            case Fault.Unauthenticated _ -> 401;
            case Fault.Forbidden _ -> 403;
            case Fault.Timeout _ -> 504;
            default -> 400;
        };
    }
}
