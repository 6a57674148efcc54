package org.healthsphere.node.links;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.links.SharedLink.State;
import org.healthsphere.node.links.SharedLink.Use;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.RandomId;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/**
 * SMART Health Links of this hospital's patients (https://docs.smarthealthit.org/smart-health-links/spec): a summary as it was when
 * the link was made, behind an address that nobody guesses, for a time, on a passcode where the patient wants one.
 *
 * <p>Each opening is in the audit log before anything leaves. Unknown, over, ended and locked links get one answer.
 */
public final class SharedLinks {
    /** Before the id of the link, among what an audit entry is about. */
    public static final String LINK = "link:";

    private static final String PATH = "/links/";
    private static final int SECRET_BYTES = 32;
    private static final int LONGEST_LABEL = 80;
    private static final int LONGEST_RECIPIENT = 80;
    private static final int MOST_TICKETS = 10_000;
    private static final Duration TICKET = Duration.ofMinutes(10);

    private final NodeId self;
    private final Places places;
    private final LinkBook book;
    private final AuditLog audit;
    private final InstantSource clock;
    private final SecureRandom random;
    /** Short ways to files, each good once: by their names, the links. */
    private final Cache<String, Ticket> tickets = Caffeine.newBuilder()
            .maximumSize(MOST_TICKETS)
            .executor(Runnable::run)
            .build();

    private record Ticket(String link, Instant until) {}

    /**
     * Where links lead.
     *
     * @param origin under which the world reaches this node
     * @param viewer the address of a page that shows what is behind a link, which then stands before it
     */
    public record Places(Supplier<String> origin, Optional<String> viewer) {}

    /** What is kept, and where. */
    public record Kept(ResourceStore store, SecretBox box, AuditLog audit) {}

    public SharedLinks(NodeId self, Places places, Kept kept, InstantSource clock, SecureRandom random) {
        this.self = self;
        this.places = places;
        this.book = new LinkBook(kept.store(), kept.box(), random);
        this.audit = kept.audit();
        this.clock = clock;
        this.random = random;
    }

    /**
     * What the patient wants.
     *
     * @param passcode what whoever opens it must say
     */
    public record Wish(String label, Instant until, Optional<String> passcode) {
        @Override
        public String toString() {
            return "Wish[REDACTED]";
        }
    }

    /**
     * A link as it can be given away: for the patient's eyes, and once more whenever he looks.
     *
     * @param address what stands in the QR code
     */
    public record Given(SharedLink link, String address) {
        @Override
        public String toString() {
            return "Given[" + link.id() + "]";
        }
    }

    /** A new link to this document; {@code correlation} names the request in the audit. */
    public Outcome<Given> make(String patient, Wish wish, Bytes document, String correlation) {
        var now = clock.instant();
        var key = chance();
        var link = new SharedLink(
                RandomId.draw(random),
                patient,
                shortened(wish.label(), LONGEST_LABEL),
                now,
                wish.until(),
                key,
                wish.passcode().map(code -> Encryption.lock(code, key)),
                Optional.empty(),
                List.of());
        if (!wish.until().isAfter(now)) {
            return Outcome.failed(new Fault.Invalid("a link ends in the future"));
        }
        return audited(AuditCode.LINK_MADE, patients(patient), link, correlation, Result.PERMITTED)
                .map(_ -> {
                    tidy();
                    book.add(link, Encryption.name(key), Encryption.jwe(document, key, random));
                    return given(link);
                });
    }

    /** Newest first. */
    public List<SharedLink> of(String patient) {
        return book.of(patient);
    }

    public Optional<Given> find(String patient, String id) {
        return book.find(id).filter(link -> link.patient().equals(patient)).map(this::given);
    }

    /** What the patient called it, for whoever reads of it in the audit. */
    public Optional<SharedLink> withId(String id) {
        return book.find(id);
    }

    /** Ends it for ever, and lets go of what lay behind it. */
    public Outcome<SharedLink> end(String patient, String id, String correlation) {
        return find(patient, id)
                .map(Given::link)
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("link")))
                .then(link -> audited(AuditCode.LINK_ENDED, patients(patient), link, correlation, Result.PERMITTED)
                        .map(_ -> ended(id)));
    }

    private synchronized SharedLink ended(String id) {
        var link = book.find(id).orElseThrow().endedAt(clock.instant());
        book.put(link);
        book.removeDocument(id);
        return link;
    }

    /** What whoever opens a link says. */
    public record Call(String name, String recipient, Optional<String> passcode, String correlation) {
        @Override
        public String toString() {
            return "Call[" + correlation + "]";
        }
    }

    /** What he gets. */
    public sealed interface Opening {
        /**
         * The file.
         *
         * @param location where it can be had once, within minutes
         */
        record Opened(Bytes file, String location) implements Opening {
            @Override
            public String toString() {
                return "Opened[REDACTED]";
            }
        }

        /** Another passcode would open it. */
        record WrongPasscode(int left) implements Opening {}

        /** There is none, or none any more. */
        record Nothing() implements Opening {}
    }

    public Outcome<Opening> open(Call call) {
        return book.named(call.name())
                .filter(link -> link.state(clock.instant()) == State.OPEN)
                .map(link -> open(link.id(), call))
                .orElseGet(() -> Outcome.of(new Opening.Nothing()));
    }

    /** One at a time: whoever tries many passcodes at once has no more tries. */
    private synchronized Outcome<Opening> open(String id, Call call) {
        var link = book.find(id).filter(found -> found.state(clock.instant()) == State.OPEN);
        var document = book.document(id);
        if (link.isEmpty() || document.isEmpty()) {
            return Outcome.of(new Opening.Nothing());
        }
        var holder = new Requester(self, LINK + id, Role.SYSTEM);
        var lock = link.get().lock();
        var opens = lock.isEmpty()
                || Encryption.opens(
                        lock.get(), call.passcode().orElse(""), link.get().key());
        var result = opens ? Result.PERMITTED : Result.DENIED;
        return audited(AuditCode.LINK_OPENED, holder, link.get(), call.correlation(), result)
                .map(_ -> opens ? opened(link.get(), document.get(), call) : refused(link.get()));
    }

    private Opening opened(SharedLink link, Bytes document, Call call) {
        var use = new Use(clock.instant(), shortened(call.recipient(), LONGEST_RECIPIENT));
        var uses = Stream.concat(link.uses().stream(), Stream.of(use)).toList();
        book.put(link.usedBy(uses.subList(Math.max(0, uses.size() - SharedLink.MOST_USES), uses.size())));
        var ticket = chance().base64url();
        tickets.put(ticket, new Ticket(link.id(), clock.instant().plus(TICKET)));
        return new Opening.Opened(document, places.origin().get() + PATH + "files/" + ticket);
    }

    private Opening refused(SharedLink link) {
        var lock = link.lock().orElseThrow();
        var once = new SharedLink.Lock(lock.code(), lock.wrong() + 1);
        book.put(link.lockedBy(once));
        return new Opening.WrongPasscode(once.left());
    }

    /** The file that an opening named, once. */
    public Optional<Bytes> file(String ticket) {
        return Optional.ofNullable(tickets.asMap().remove(ticket))
                .filter(held -> clock.instant().isBefore(held.until()))
                .flatMap(held -> book.find(held.link()))
                .filter(link -> link.state(clock.instant()) == State.OPEN)
                .flatMap(link -> book.document(link.id()));
    }

    /** Lets go of what lies behind links that are over. */
    private void tidy() {
        book.all().stream()
                .filter(link -> link.state(clock.instant()) != State.OPEN)
                .filter(link -> book.document(link.id()).isPresent())
                .forEach(link -> book.removeDocument(link.id()));
    }

    private Given given(SharedLink link) {
        var payload = JsonNodeFactory.instance
                .objectNode()
                .put("url", places.origin().get() + PATH + Encryption.name(link.key()))
                .put("exp", link.until().getEpochSecond());
        link.lock().ifPresent(_ -> payload.put("flag", "P"));
        payload.put("key", link.key().base64url()).put("label", link.label()).put("v", 1);
        var shlink = "shlink:/" + Bytes.utf8(payload.toString()).base64url();
        return new Given(
                link, places.viewer().map(viewer -> viewer + "#" + shlink).orElse(shlink));
    }

    private Outcome<SharedLink> audited(
            AuditCode code, Requester by, SharedLink link, String correlation, Result result) {
        var event = AuditEvent.of(code, by, PurposeOfUse.PATRQT, correlation)
                .about(link.patient())
                .naming(List.of(LINK + link.id()))
                .with(result);
        return audit.append(event).map(_ -> link);
    }

    private Requester patients(String patient) {
        return new Requester(self, patient, Role.PATIENT);
    }

    private Bytes chance() {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    /** What somebody wrote, on one line and not longer than this. */
    private static String shortened(String text, int longest) {
        var line = text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
        return line.substring(0, Math.min(line.length(), longest));
    }
}
