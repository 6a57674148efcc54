package org.healthsphere.node.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.consent.InMemoryConsentLedger;
import org.healthsphere.consent.NetworkPolicy;
import org.healthsphere.node.access.MovableClock;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.InMemoryAuditLog;
import org.healthsphere.node.config.NodeConfig.Address;
import org.healthsphere.node.consents.Consents;
import org.healthsphere.node.consents.LedgerFollower;
import org.healthsphere.node.consents.SignedConsent;
import org.healthsphere.node.network.Admission;
import org.healthsphere.node.network.Members;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.network.ObservedLedger;
import org.healthsphere.node.network.Standing;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/** A hospital in memory, in a network of two: ledger, store, index, audit, consents, and the gate over them. */
public final class House implements AutoCloseable {
    public static final Instant NOW = Instant.parse("2026-03-03T10:15:00Z");
    public static final NodeId NORTH = new NodeId("north");
    public static final NodeId SOUTH = new NodeId("south");
    public static final Duration BOUND = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SearchParameters PARAMETERS = SearchParameters.r4();

    public final MovableClock clock = new MovableClock(NOW);
    public final SecureRandom random = new SecureRandom();
    public final InMemoryConsentLedger network = new InMemoryConsentLedger(clock);
    public final ConsentLedger ledger = network.seenBy(NORTH);
    public final InMemoryResourceStore store = new InMemoryResourceStore(clock);
    public final LuceneResourceIndex index = LuceneResourceIndex.inMemory(store, PARAMETERS);
    public final InMemoryAuditLog audit = new InMemoryAuditLog(clock);
    public final Members members = new Members(Standing.open(
            new NodeFolder(Path.of("target", "no-such-folder")),
            Identities.of("north").authority(),
            clock));
    /** The value sets that there are, and may change. */
    public final Map<String, Set<Coding>> valueSets = new ConcurrentHashMap<>();

    public final Consents consents = new Consents(
            Identities.of("north"), ledger, store, clock, random, name -> Optional.ofNullable(valueSets.get(name)));
    public final ConsentView view;
    public final LedgerFollower follower;
    public final ConsentGate gate;
    public final BrokenGlass glass = new BrokenGlass(NORTH, ledger, consents, random);
    /** What was given to the log of receipts. */
    public final List<Bytes> logged = new ArrayList<>();

    public final ReceiptBook receipts = new ReceiptBook(
            store,
            logged::add,
            new SealedReceipts(
                    new SealedReceipts.Own(
                            NORTH,
                            Identities.of("north"),
                            NetworkPolicy.standard().version()),
                    audit,
                    store,
                    logged::add,
                    clock));
    public final NetworkRelease released;
    private final List<String> correlations = new ArrayList<>();

    public House() {
        this(NetworkPolicy.standard());
    }

    /** A hospital of a network with another policy. */
    public House(NetworkPolicy policy) {
        this.view = new ConsentView(new ConsentView.Settings(NORTH, policy, BOUND), consents, consents, clock);
        this.follower = new LedgerFollower(view, ledger);
        this.gate = new ConsentGate(view, store, index, new AuditedReleases(audit), clock);
        this.released = new NetworkRelease(
                NORTH,
                gate,
                new NetworkRelease.Knowledge(follower, glass),
                new NetworkRelease.Receiving(Identities.of("north"), receipts),
                clock,
                random);
        admit("north");
        admit("south");
        follow();
    }

    private void admit(String id) {
        var _ = Admission.submit(ledger, Identities.of(id), "Hospital " + id, new Address("localhost", 1))
                .orElseThrow();
    }

    /** Brings the view to the head of the ledger. */
    public void follow() {
        var observed = new ObservedLedger(
                ledger,
                event -> {
                    members.apply(event);
                    consents.apply(event);
                },
                Optional::empty);
        var _ = view.follow(observed, Duration.ZERO).orElseThrow();
    }

    public void put(String type, String id, String patient, String json) {
        put(type, id, Optional.of(patient), json);
    }

    public void put(String type, String id, Optional<String> patient, String json) {
        var resource = tree(json.replace('\'', '"')).put("resourceType", type);
        commit(new Write.Put(new ResourceId(type, id), OptionalLong.empty(), patient, Bytes.utf8(resource.toString())));
    }

    public void delete(String type, String id) {
        commit(new Write.Delete(new ResourceId(type, id), OptionalLong.empty()));
    }

    private void commit(Write write) {
        var _ = store.commit(Commit.of(write)).orElseThrow();
    }

    /** Signs this, with the purposes that it speaks about, and lets the view know. */
    @CanIgnoreReturnValue
    public SignedConsent says(String patient, ObjectNode consent, PurposeOfUse... purposes) {
        var signed = consents.grant(
                        patient, consent, Set.of(purposes), clock.instant().plus(Duration.ofDays(365)))
                .orElseThrow();
        follow();
        return signed;
    }

    public void ends(String patient, SignedConsent signed) {
        var _ = consents.revoke(patient, signed.id()).orElseThrow();
        follow();
    }

    /** An active Consent with this provision. */
    public static ObjectNode consent(String provision) {
        return tree("""
                {"resourceType":"Consent","status":"active",
                 "scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
                 "provision":%s}""".formatted(provision.replace('\'', '"')));
    }

    public Access access(NodeId member, String subject, Role role, PurposeOfUse purpose) {
        var correlation = "request-%04d".formatted(correlations.size());
        correlations.add(correlation);
        return new Access(new Requester(member, subject, role), purpose, correlation);
    }

    /** A clinician of the other hospital who treats. */
    public Access stranger() {
        return access(SOUTH, "clinician-7", Role.CLINICIAN, PurposeOfUse.TREAT);
    }

    /** A clinician of this hospital who treats. */
    public Access own() {
        return access(NORTH, "clinician-1", Role.CLINICIAN, PurposeOfUse.TREAT);
    }

    public static ObjectNode tree(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        index.close();
        store.close();
    }

    /** What stands in the audit log of it, but for that on which the gate decided. */
    public static AuditEvent bare(AuditEvent event) {
        return new AuditEvent(
                event.code(),
                event.requester(),
                event.purpose(),
                event.correlation(),
                event.patient(),
                event.what(),
                event.result(),
                event.consent(),
                Optional.empty());
    }

    /** All versions of one resource that somebody may see. */
    Outcome<List<StoredResource>> history(Access access, ResourceId id) {
        return gate.history(access, past(id)).map(Past.Page::versions);
    }

    static Past past(ResourceId id) {
        return new Past(Optional.of(id.type()), Optional.of(id), Instant.EPOCH, 1_000, Optional.empty());
    }
}
