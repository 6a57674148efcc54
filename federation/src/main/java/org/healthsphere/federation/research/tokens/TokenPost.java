package org.healthsphere.federation.research.tokens;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.healthsphere.federation.research.SignedStatement;
import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** Signed messages to other members, and what they answer. */
final class TokenPost {
    private final StudyMember self;
    private final UnaryOperator<Map<NodeId, Bytes>> carrier;

    TokenPost(StudyMember self, UnaryOperator<Map<NodeId, Bytes>> carrier) {
        this.self = self;
        this.carrier = carrier;
    }

    Bytes signed(TokenMessage message) {
        return SignedStatement.sign(message.json(), self.id(), self.signer()).bytes();
    }

    /** What they say, of those who answer with a message of this kind; this member is not asked. */
    <M extends TokenMessage> Map<NodeId, M> ask(Collection<NodeId> members, TokenMessage message, Class<M> kind) {
        var bytes = signed(message);
        Map<NodeId, Bytes> messages = new HashMap<>();
        members.stream().filter(member -> !member.equals(self.id())).forEach(member -> messages.put(member, bytes));
        Map<NodeId, M> heard = new HashMap<>();
        carrier.apply(messages).forEach((member, reply) -> {
            if (SignedStatement.read(reply, self.members()) instanceof Outcome.Success<SignedStatement>(var said)
                    && said.from().equals(member)
                    && TokenReader.read(said) instanceof Outcome.Success<TokenMessage>(var read)
                    && kind.isInstance(read)) {
                heard.put(member, kind.cast(read));
            }
        });
        return heard;
    }
}
