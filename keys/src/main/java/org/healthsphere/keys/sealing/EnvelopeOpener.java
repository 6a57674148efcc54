package org.healthsphere.keys.sealing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import org.healthsphere.keys.sealing.Envelope.Layout;
import org.healthsphere.keys.sealing.Gcm.Part;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * Opens the envelopes that one member receives.
 *
 * <p>In this order, so that nothing unsigned costs or changes anything: form, recipient, signature, time, first arrival,
 * content. May be called from several threads at once.
 */
public final class EnvelopeOpener {
    static final String BROKEN = "the content of the envelope does not open";

    private final NodeId member;
    private final Unsealer unsealer;
    private final SenderKeys senders;
    private final Freshness freshness;
    private final ReplayGuard guard;
    private final InstantSource clock;

    public EnvelopeOpener(
            NodeId member,
            Unsealer unsealer,
            SenderKeys senders,
            Freshness freshness,
            ReplayGuard guard,
            InstantSource clock) {
        this.member = member;
        this.unsealer = unsealer;
        this.senders = senders;
        this.freshness = freshness;
        this.guard = guard;
        this.clock = clock;
    }

    public Outcome<Opened> open(Bytes envelope) {
        return Layout.of(envelope)
                .then(this::addressed)
                .then(this::signed)
                .then(this::firstInTime)
                .then(this::content);
    }

    /**
     * The same for an envelope of any length, in a file: nothing is written before its signature was checked, and memory holds one chunk.
     *
     * @param content what was written there counts only when this succeeds
     */
    public Outcome<EnvelopeHeader> open(Path envelope, OutputStream content) throws IOException {
        var opener = new LongOpener(envelope);
        var whole = opener.layout();
        if (!(whole instanceof Outcome.Success<Layout>(var read))) {
            return whole.map(Layout::header);
        }
        var signed = opener.signed(read);
        var signature = opener.signature();
        var layout = addressed(read)
                .then(found -> senders.of(found.header().from())
                        .then(key -> key.verifies(signed, signature)
                                ? Outcome.of(found)
                                : Outcome.failed(
                                        new Fault.Unauthenticated("the envelope is not signed by its sender"))))
                .then(this::firstInTime);
        if (!(layout instanceof Outcome.Success<Layout>(var found))) {
            return layout.map(Layout::header);
        }
        var key = unsealer.agree(found.encapsulation(), found.context());
        return key instanceof Outcome.Success<Bytes>(var agreed)
                ? opener.content(found, new Gcm(agreed.array()), content).map(_ -> found.header())
                : key.map(_ -> found.header());
    }

    private Outcome<Layout> addressed(Layout layout) {
        return layout.header().to().equals(member)
                ? Outcome.of(layout)
                : Outcome.failed(new Fault.Forbidden("the envelope is for another member"));
    }

    private Outcome<Layout> signed(Layout layout) {
        return senders.of(layout.header().from())
                .then(key -> key.verifies(layout.signed(), layout.signature())
                        ? Outcome.of(layout)
                        : Outcome.failed(new Fault.Unauthenticated("the envelope is not signed by its sender")));
    }

    private Outcome<Layout> firstInTime(Layout layout) {
        var header = layout.header();
        var now = clock.instant();
        return freshness
                .check(header.issuedAt(), now)
                .then(at -> guard.admit(header, freshness.end(at), now))
                .map(_ -> layout);
    }

    private Outcome<Opened> content(Layout layout) {
        return unsealer.agree(layout.encapsulation(), layout.context())
                .then(key -> decrypt(layout.chunks(), new Gcm(key.array())))
                .map(content -> new Opened(layout.header(), content));
    }

    private static Outcome<Bytes> decrypt(Part sealed, Gcm gcm) {
        var chunks = Math.ceilDiv(sealed.length(), Envelope.SEALED_CHUNK);
        var length = sealed.length() - chunks * Gcm.TAG_BYTES;
        // Only a message without content ends in an empty chunk: each content has one spelling.
        if (length < 0 || (chunks > 1 && length <= (chunks - 1) * Envelope.CHUNK)) {
            return broken();
        }
        var content = new byte[length];
        for (var i = 0; i < chunks; i++) {
            var at = i * Envelope.SEALED_CHUNK;
            var size = Math.min(Envelope.SEALED_CHUNK, sealed.length() - at);
            var part = new Part(sealed.bytes(), sealed.offset() + at, size);
            if (gcm.open(Envelope.nonce(i, i == chunks - 1), part, content, i * Envelope.CHUNK)
                    .isEmpty()) {
                return broken();
            }
        }
        return Outcome.of(Bytes.of(content));
    }

    private static Outcome<Bytes> broken() {
        return Outcome.failed(new Fault.Invalid(BROKEN));
    }
}
