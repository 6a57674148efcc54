package org.healthsphere.node.research;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.healthsphere.consent.Directive;
import org.healthsphere.federation.research.Ground;
import org.healthsphere.federation.research.Releases;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.federation.research.study.StudyBook;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.research.FiledStudy.Standing;
import org.healthsphere.node.research.Participations.Signed;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/**
 * The studies that were proposed to this hospital, how each stands, and what was opened for it; all of it durable. A study counts only as it
 * is registered on the ledger: with this document, by the member that asks.
 */
public final class StudyFile implements StudyBook {
    private static final String STANDING = "study-standing";
    private static final String OPENED = "study-opened";
    private static final String COUNTED = "study-counted";
    private static final String SALT = "study-salt";
    private static final int SALT_BYTES = 32;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ResourceStore store;
    private final Releases documents;
    private final Account account;
    private final StudyRules rules;

    /** Where registrations are read, and where it is written whose records were used. */
    public record Account(LedgerBudget budget, AuditLog audit) {}

    public StudyFile(ResourceStore store, Releases documents, Account account, StudyRules rules) {
        this.store = store;
        this.documents = documents;
        this.account = account;
        this.rules = rules;
    }

    /** Chance that stays, without which nobody can tell whom a digest stands for. */
    public Bytes salt(SecureRandom random) {
        return store.mark(SALT, "0").orElseGet(() -> {
            var salt = new byte[SALT_BYTES];
            random.nextBytes(salt);
            store.putMark(new Mark(SALT, "0", Bytes.of(salt)));
            return Bytes.of(salt);
        });
    }

    /** Files a study that was not known; how it stands. */
    public synchronized FiledStudy file(StudyPlan plan, Instant now) {
        return find(plan.hash()).orElseGet(() -> {
            documents.keep(plan.hash(), plan.canonical());
            var standing = rules.objection(plan).isEmpty() ? Standing.PENDING : Standing.DECLINED;
            return put(new FiledStudy(plan, standing, now));
        });
    }

    /**
     * A steward's word. As many as the hospital's rules demand must be for a study, each of them once; one who is against it declines it, and
     * whatever was said before is forgotten. A study that the rules decline stays declined.
     */
    public synchronized Outcome<FiledStudy> decide(Sha256 plan, boolean approve, String by, Instant now) {
        var known = find(plan);
        if (known.isEmpty()) {
            return Outcome.failed(new Fault.NotFound("such a study"));
        }
        if (approve && rules.objection(known.get().plan()).isPresent()) {
            return Outcome.failed(new Fault.Conflict("the hospital's rules decline this study"));
        }
        Set<String> approving = new TreeSet<>(approve ? known.get().approving() : Set.of());
        if (approve) {
            approving.add(by);
        }
        return Outcome.of(put(new FiledStudy(
                known.get().plan(), standing(approve, approving.size()), Optional.of(by), now, approving)));
    }

    private Standing standing(boolean approve, int votes) {
        if (!approve) {
            return Standing.DECLINED;
        }
        return votes >= rules.votes() ? Standing.APPROVED : Standing.PENDING;
    }

    /** How many stewards must be for a study. */
    public int votes() {
        return rules.votes();
    }

    /** Why the hospital's rules decline a study, if they do. */
    public Optional<Ground> objection(StudyPlan plan) {
        return rules.objection(plan);
    }

    public Optional<FiledStudy> find(Sha256 plan) {
        return store.mark(STANDING, plan.hex()).flatMap(value -> read(plan, value));
    }

    /** All of them, the newest first. */
    public List<FiledStudy> all() {
        try (var marks = store.marks(STANDING)) {
            return marks.flatMap(mark -> read(new Sha256(mark.key()), mark.value()).stream())
                    .sorted((a, b) -> b.since().compareTo(a.since()))
                    .toList();
        }
    }

    private FiledStudy put(FiledStudy study) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("standing", study.standing().name())
                .put("since", study.since().toString());
        study.by().ifPresent(by -> json.put("by", by));
        var approving = json.putArray("approving");
        study.approving().stream().sorted().forEach(approving::add);
        store.putMark(new Mark(STANDING, study.plan().hash().hex(), Bytes.utf8(json.toString())));
        return study;
    }

    private Optional<FiledStudy> read(Sha256 hash, Bytes value) {
        return documents.find(hash).map(document -> {
            var json = json(value);
            return new FiledStudy(
                    StudyPlan.parse(document).orElseThrow(),
                    Standing.valueOf(json.path("standing").asText()),
                    Optional.of(json.path("by").asText()).filter(by -> !by.isEmpty()),
                    Instant.parse(json.path("since").asText()),
                    json.path("approving").valueStream().map(JsonNode::asText).collect(Collectors.toUnmodifiableSet()));
        });
    }

    @Override
    public Verdict verdict(Sha256 plan) {
        var study = find(plan);
        var refused = study.map(FiledStudy::ground).orElse(Optional.of(Ground.APPROVAL));
        if (refused.isPresent()) {
            return new Verdict.Declined(refused.get());
        }
        var asked = study.orElseThrow().plan();
        return switch (account.budget().registration(asked.id())) {
            case Outcome.Failure<Optional<Directive.RegisterStudy>> _ -> new Verdict.Declined(Ground.UNAVAILABLE);
            case Outcome.Success<Optional<Directive.RegisterStudy>>(var registered) ->
                registered.filter(known -> isRegistered(known, asked)).isPresent()
                        ? new Verdict.Approved(asked, rules.limitMicros())
                        : new Verdict.Declined(Ground.APPROVAL);
        };
    }

    private static boolean isRegistered(Directive.RegisterStudy registered, StudyPlan plan) {
        return registered.protocol().equals(plan.hash())
                && registered.member().equals(plan.asker().member())
                && registered.researcher().equals(plan.asker().researcher());
    }

    @Override
    public synchronized Outcome<Opened> opening(Opened opened) {
        if (!opened.exact()) {
            return Outcome.of(opened);
        }
        var key = opened.plan() + "-" + opened.analysis();
        var now = spelled(opened);
        var before = store.mark(OPENED, key);
        if (before.isEmpty()) {
            store.putMark(new Mark(OPENED, key, now));
        }
        return before.isEmpty() || before.get().equals(now)
                ? Outcome.of(opened)
                : Outcome.failed(new Fault.Gone("this was opened before, of other hospitals or records"));
    }

    private static Bytes spelled(Opened opened) {
        var members = opened.members().stream().map(NodeId::value).sorted().collect(Collectors.joining("\n"));
        var snapshot = opened.frame().snapshot();
        return Bytes.utf8(Sha256.of(members) + " " + snapshot.storeChange() + " " + snapshot.consentHeight() + " "
                + opened.frame().consents() + " " + opened.frame().content());
    }

    /** Each patient who was counted finds it among what happened to his record. */
    @Override
    public Outcome<Counted> counted(Counted counted) {
        var plan = counted.plan();
        documents.keep(counted(counted.run()), Bytes.utf8(String.join("\n", counted.patients())));
        store.putMark(new Mark(
                COUNTED,
                counted.run().hex(),
                Bytes.utf8(JsonNodeFactory.instance
                        .objectNode()
                        .put("plan", plan.hash().hex())
                        .put("analysis", counted.analysis())
                        .put("consents", counted.frame().consents().hex())
                        .put("height", counted.frame().snapshot().consentHeight())
                        .toString())));
        var requester = new Requester(plan.asker().member(), "study:" + plan.id(), Role.RESEARCHER);
        var event = AuditEvent.of(
                        AuditCode.STATISTIC_RELEASED,
                        requester,
                        plan.asker().purpose(),
                        counted.run().hex())
                .naming(List.of("study:" + plan.id() + "/"
                        + plan.analyses().get(counted.analysis()).name()));
        var events = counted.patients().stream().map(event::about).toList();
        return account.audit()
                .append(events.isEmpty() ? List.of(event) : events)
                .map(_ -> counted);
    }

    private static Sha256 counted(Sha256 run) {
        return Sha256.of("counted|" + run);
    }

    /** The results that this hospital has signed. */
    List<Signed> signed() {
        try (var marks = store.marks(COUNTED)) {
            return marks.flatMap(mark -> signed(mark).stream()).toList();
        }
    }

    private Optional<Signed> signed(Mark mark) {
        var json = json(mark.value());
        return find(new Sha256(json.path("plan").asText()))
                .map(study -> new Signed(
                        study.plan(),
                        json.path("analysis").asInt(),
                        new Sha256(mark.key()),
                        new Sha256(json.path("consents").asText()),
                        json.path("height").asLong()));
    }

    /** Whether a patient's record is in a result. */
    boolean wasCounted(Sha256 run, String patient) {
        return documents
                .find(counted(run))
                .filter(lines -> lines.utf8().lines().anyMatch(patient::equals))
                .isPresent();
    }

    private static JsonNode json(Bytes value) {
        try {
            return JSON.readTree(value.array());
        } catch (IOException e) {
            throw new IllegalStateException("what was kept here is read here", e);
        }
    }
}
