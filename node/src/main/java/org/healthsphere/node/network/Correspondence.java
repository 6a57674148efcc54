package org.healthsphere.node.network;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.federation.Sealing;
import org.healthsphere.federation.Sealing.Header;
import org.healthsphere.federation.Sealing.Opened;
import org.healthsphere.federation.exchange.Responder;
import org.healthsphere.keys.sealing.Envelope;
import org.healthsphere.keys.sealing.EnvelopeHeader;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** What other members write to this one, and what its studies, its tokens and its logs write to them: each kind of envelope has its reader. */
public final class Correspondence {
    /** Calls that are answered at once. */
    public enum Kind {
        /** A step of a study. */
        STUDY("study", PurposeOfUse.HRESCH),
        /** A study is proposed, or one of its analyses is computed. */
        ANALYSIS("analysis", PurposeOfUse.HRESCH),
        /** A log is shown, to be signed. */
        LOG("log", PurposeOfUse.HOPERAT),
        /** Tokens of patients are made together. */
        LINKAGE("linkage", PurposeOfUse.HOPERAT),
        /** What a member means by its codes, and compiled files of it. */
        TERMINOLOGY("terminology", PurposeOfUse.HOPERAT),
        /** A part of a record is handed over. */
        HANDOVER("handover", PurposeOfUse.TREAT),
        /** It is asked who works there, and what is offered. */
        DIRECTORY("directory", PurposeOfUse.HOPERAT);

        private final String call;
        private final String reply;
        private final PurposeOfUse purpose;

        Kind(String name, PurposeOfUse purpose) {
            this.call = name + ".call";
            this.reply = name + ".reply";
            this.purpose = purpose;
        }

        private static Optional<Kind> of(String call) {
            return Arrays.stream(values())
                    .filter(kind -> kind.call.equals(call))
                    .findFirst();
        }
    }

    /** Reads one kind of call. */
    @FunctionalInterface
    public interface Reader {
        /** The answer to what this member wrote. */
        Outcome<Bytes> read(NodeId from, Bytes content);

        /** One to whom it is all the same who asks. */
        static Reader ofAll(Function<Bytes, Outcome<Bytes>> answer) {
            return (_, content) -> answer.apply(content);
        }
    }

    private final NodeId self;
    private final Members members;
    private final Sealing sealing;
    private final InstantSource clock;
    private final SecureRandom random;

    public Correspondence(NodeId self, Members members, Sealing sealing, InstantSource clock, SecureRandom random) {
        this.self = self;
        this.members = members;
        this.sealing = sealing;
        this.clock = clock;
        this.random = random;
    }

    /** Names that nobody has drawn before. */
    public String newId() {
        return EnvelopeHeader.newMessageId(random);
    }

    /** The answer to any envelope, sealed for its sender. */
    public Function<Bytes, Outcome<Bytes>> reader(Responder records, Map<Kind, Reader> readers) {
        return envelope -> Envelope.peek(envelope).then(header -> {
            if (Responder.reads(header.kind())) {
                return records.answer(envelope);
            }
            var kind = Kind.of(header.kind());
            return kind.flatMap(k -> Optional.ofNullable(readers.get(k)))
                    .map(reader -> sealing.open(envelope).then(opened -> answered(kind.orElseThrow(), opened, reader)))
                    .orElseGet(() -> Outcome.failed(
                            new Fault.Invalid("nobody here reads an envelope of the kind " + header.kind())));
        });
    }

    private Outcome<Bytes> answered(Kind kind, Opened opened, Reader reader) {
        var asked = opened.header();
        if (asked.purpose() != kind.purpose) {
            return Outcome.failed(new Fault.Forbidden("an envelope of this kind is for " + kind.purpose + " only"));
        }
        return reader.read(asked.from(), opened.content())
                .then(reply ->
                        sealing.seal(header(asked.from(), kind.reply, kind.purpose, Optional.of(asked.id())), reply));
    }

    /** Carries each message to its member; who does not answer in time, or not as he must, is not among the answers. */
    public Map<NodeId, Bytes> carry(Kind kind, PeerChannel channel, Map<NodeId, Bytes> messages, Deadline deadline) {
        var requests = new HashMap<Peer, Bytes>();
        var ids = new HashMap<NodeId, String>();
        messages.forEach((member, message) -> members.active(member).ifPresent(peer -> {
            var header = header(member, kind.call, kind.purpose, Optional.empty());
            if (sealing.seal(header, message) instanceof Outcome.Success<Bytes>(var sealed)) {
                requests.put(peer, sealed);
                ids.put(member, header.id());
            }
        }));
        var answers = new HashMap<NodeId, Bytes>();
        channel.ask(requests, deadline)
                .forEach((member, reply) -> opened(kind, member, Optional.ofNullable(ids.get(member)), reply)
                        .ifPresent(content -> answers.put(member, content)));
        return answers;
    }

    private Optional<Bytes> opened(Kind kind, NodeId member, Optional<String> id, PeerReply reply) {
        if (!(reply instanceof PeerReply.Replied(var envelope, var _))
                || !(sealing.open(envelope) instanceof Outcome.Success<Opened>(var opened))) {
            return Optional.empty();
        }
        var header = opened.header();
        var isTheAnswer = header.from().equals(member)
                && header.kind().equals(kind.reply)
                && header.inReplyTo().equals(id);
        return isTheAnswer ? Optional.of(opened.content()) : Optional.empty();
    }

    private Header header(NodeId to, String kind, PurposeOfUse purpose, Optional<String> inReplyTo) {
        return new Header(self, to, newId(), inReplyTo, kind, purpose, 0, clock.instant());
    }
}
