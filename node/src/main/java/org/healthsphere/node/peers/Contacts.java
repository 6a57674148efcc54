package org.healthsphere.node.peers;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;

/** A channel that remembers how the last try to reach each member went, for whoever runs the node. */
public final class Contacts implements PeerChannel {
    private final PeerChannel channel;
    private final InstantSource clock;
    private final Map<NodeId, Contact> contacts = new ConcurrentHashMap<>();

    public Contacts(PeerChannel channel, InstantSource clock) {
        this.channel = channel;
        this.clock = clock;
    }

    /**
     * How it went.
     *
     * @param reached whether the last try reached it
     * @param lastReached when a try last did
     */
    public record Contact(boolean reached, Optional<Instant> lastReached) {}

    /** Nothing before the first try. */
    public Optional<Contact> with(NodeId member) {
        return Optional.ofNullable(contacts.get(member));
    }

    @Override
    public Map<NodeId, PeerReply> ask(Map<Peer, Bytes> requests, Deadline deadline) {
        var replies = channel.ask(requests, deadline);
        replies.forEach(this::remember);
        return replies;
    }

    @Override
    public void converse(Conversation conversation, Deadline deadline) {
        channel.converse(
                new Conversation() {
                    @Override
                    public void begin(Sending sending) {
                        conversation.begin(sending);
                    }

                    @Override
                    public void meanwhile() {
                        conversation.meanwhile();
                    }

                    @Override
                    public void arrived(NodeId member, PeerReply reply, Sending sending) {
                        remember(member, reply);
                        conversation.arrived(member, reply, sending);
                    }

                    @Override
                    public boolean isCostly() {
                        return conversation.isCostly();
                    }
                },
                deadline);
    }

    private void remember(NodeId member, PeerReply reply) {
        var reached = switch (reply) {
            case PeerReply.Replied _, PeerReply.Refused _ -> true;
            case PeerReply.Late _, PeerReply.Unreachable _ -> false;
        };
        contacts.compute(member, (_, before) -> {
            var last = Optional.ofNullable(before).flatMap(Contact::lastReached);
            return new Contact(reached, reached ? Optional.of(clock.instant()) : last);
        });
    }
}
