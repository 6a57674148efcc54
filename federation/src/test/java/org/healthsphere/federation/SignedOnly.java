package org.healthsphere.federation;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.healthsphere.keys.Signer;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** Envelopes with real signatures and a real memory of what was opened; nothing is encrypted, so that a test can look inside. */
public final class SignedOnly implements Sealing {
    private final NodeId self;
    private final Signer signer;
    private final Map<NodeId, VerificationKey> members;
    private final Set<String> opened = ConcurrentHashMap.newKeySet();

    public SignedOnly(NodeId self, Signer signer, Map<NodeId, VerificationKey> members) {
        this.self = self;
        this.signer = signer;
        this.members = members;
    }

    @Override
    public Outcome<Bytes> seal(Header header, Bytes content) {
        if (!members.containsKey(header.to())) {
            return Outcome.failed(new Fault.Unavailable("the key of " + header.to()));
        }
        var head = String.join(
                " ",
                header.from().value(),
                header.to().value(),
                header.id(),
                header.inReplyTo().orElse("-"),
                header.kind(),
                header.purpose().name(),
                String.valueOf(header.height()),
                header.issuedAt().toString());
        var signed = head + "\n" + content.base64url();
        return Outcome.of(
                Bytes.utf8(signed + "\n" + Bytes.of(signer.sign(bytes(signed))).base64url()));
    }

    @Override
    public Outcome<Opened> open(Bytes envelope) {
        var lines = envelope.utf8().split("\n", -1);
        if (lines.length != 3 || lines[0].split(" ", -1).length != 8) {
            return Outcome.failed(new Fault.Invalid("not an envelope"));
        }
        try {
            return open(header(lines[0].split(" ", -1)), lines);
        } catch (IllegalArgumentException | DateTimeException e) {
            return Outcome.failed(new Fault.Invalid("not an envelope"));
        }
    }

    private Outcome<Opened> open(Header header, String[] lines) {
        var key = members.get(header.from());
        if (key == null || !header.to().equals(self) || !verifies(key, lines)) {
            return Outcome.failed(new Fault.Unauthenticated("not signed by a member, for this one"));
        }
        return opened.add(header.id())
                ? Outcome.of(new Opened(header, Bytes.base64url(lines[1])))
                : Outcome.failed(new Fault.Conflict("this envelope was opened before"));
    }

    private static boolean verifies(VerificationKey key, String[] lines) {
        return key.verifies(
                bytes(lines[0] + "\n" + lines[1]), Bytes.base64url(lines[2]).array());
    }

    private static Header header(String[] f) {
        return new Header(
                new NodeId(f[0]),
                new NodeId(f[1]),
                f[2],
                Optional.of(f[3]).filter(reply -> !reply.equals("-")),
                f[4],
                PurposeOfUse.valueOf(f[5]),
                Long.parseLong(f[6]),
                Instant.parse(f[7]));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
