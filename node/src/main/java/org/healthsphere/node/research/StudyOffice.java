package org.healthsphere.node.research;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.healthsphere.federation.research.Ground;
import org.healthsphere.federation.research.Releases;
import org.healthsphere.federation.research.SignedStatement;
import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.federation.research.StudyStep;
import org.healthsphere.federation.research.plan.Analysis;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.federation.research.study.AnalysisCoordinator;
import org.healthsphere.federation.research.study.AnalysisHost;
import org.healthsphere.federation.research.study.AnalysisRun;
import org.healthsphere.federation.research.study.StudyReleases;
import org.healthsphere.federation.research.tokens.TokenDesk;
import org.healthsphere.node.research.Studies.Answer;
import org.healthsphere.node.research.Studies.Carrier;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * The life of studies at this node: a researcher proposes one, it is registered on the ledger, every hospital's steward decides, and its analyses
 * are run once each and told as often as they are asked for.
 */
public final class StudyOffice {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROPOSAL = "proposal";
    private static final String STANDING = "standing";

    private static final Analysis NOTHING = new Analysis.Count("nothing");

    private final StudyMember self;
    private final Desk desk;
    private final Network network;
    private final RunProgress progress = new RunProgress();

    /** What lies here. */
    public record Desk(StudyFile file, StudyOverlaps overlaps, LedgerBudget budget, Releases releases) {}

    /** The way to other hospitals, and this one's own part. */
    public record Network(AnalysisCoordinator coordinator, AnalysisHost host, Carrier carrier, TokenDesk tokens) {}

    public StudyOffice(StudyMember self, Desk desk, Network network) {
        this.self = self;
        this.desk = desk;
        this.network = network;
    }

    /** What stands for a researcher of this member, the same in all studies of that person. */
    public Sha256 researcher(String subject) {
        return QuestionAccounts.researcher(self.id(), subject);
    }

    /**
     * Proposes a study to these members. Who asks, and where, is put in here: nobody proposes in somebody else's name.
     *
     * @param draft the document, with or without who asks
     */
    public Outcome<FiledStudy> propose(String subject, Bytes draft, Set<NodeId> members) {
        return drafted(subject, draft)
                .then(plan -> desk.budget()
                        .register(
                                plan.id(),
                                plan.asker().researcher(),
                                plan.hash(),
                                plan.rhoMicros(),
                                plan.safety().notAfter())
                        .map(_ -> {
                            var filed = desk.file().file(plan, self.clock().instant());
                            var _ = standings(plan, members);
                            return filed;
                        }));
    }

    private Outcome<StudyPlan> drafted(String subject, Bytes draft) {
        try {
            if (JSON.readTree(draft.array()) instanceof ObjectNode json) {
                json.withObject("/asker")
                        .put("member", self.id().value())
                        .put("researcher", researcher(subject).hex());
                return StudyPlan.parse(Bytes.utf8(json.toString()));
            }
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException _) {
            // Told below: it is no document of a study.
        }
        return Outcome.failed(new Fault.Invalid("not the document of a study in JSON"));
    }

    /** The studies of one researcher of this member, the newest first. */
    public List<FiledStudy> of(String subject) {
        return desk.file().all().stream()
                .filter(study -> study.plan().asker().member().equals(self.id())
                        && study.plan().asker().researcher().equals(researcher(subject)))
                .toList();
    }

    /** One of them. */
    public Outcome<FiledStudy> find(String subject, String id) {
        return of(subject).stream()
                .filter(study -> study.plan().id().equals(id))
                .findFirst()
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("such a study")));
    }

    /** How a study stands at each member now; who does not answer is not among them. */
    public Map<NodeId, String> standings(StudyPlan plan, Set<NodeId> members) {
        var message =
                SignedStatement.sign(proposal(plan), self.id(), self.signer()).bytes();
        Map<NodeId, Bytes> messages = new HashMap<>();
        members.forEach(member -> messages.put(member, message));
        Map<NodeId, String> standings = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
        replies(messages)
                .forEach((member, reply) ->
                        standing(member, plan, reply).ifPresent(standing -> standings.put(member, standing)));
        return standings;
    }

    private static ObjectNode proposal(StudyPlan plan) {
        var json = JsonNodeFactory.instance.objectNode().put("type", PROPOSAL).put("v", 1);
        return json.set("plan", plan.json());
    }

    private Optional<String> standing(NodeId member, StudyPlan plan, Bytes reply) {
        return SignedStatement.read(reply, self.members()) instanceof Outcome.Success<SignedStatement>(var said)
                        && said.from().equals(member)
                        && said.statement()
                                .path("plan")
                                .asText()
                                .equals(plan.hash().hex())
                ? Optional.of(said.statement().path(STANDING).asText())
                : Optional.empty();
    }

    /** The release of an analysis: as it was told before, or computed now at these members. */
    public Outcome<Answer> run(StudyPlan plan, int analysis, Set<NodeId> members) {
        var told = released(plan, analysis);
        return told.isPresent()
                ? Outcome.of(new Answer(told.get(), true))
                : prepared(plan, analysis, members).then(_ -> computed(plan, analysis, members));
    }

    /**
     * Where patients are told apart across hospitals, those that approve make tokens of one key first. All are asked then: who has none of them
     * declines, and so is named in the release.
     */
    private Outcome<Set<NodeId>> prepared(StudyPlan plan, int analysis, Set<NodeId> members) {
        if (!plan.analysis(analysis).orElse(NOTHING).tellsApart()) {
            return Outcome.of(members);
        }
        var approving = standings(plan, members).entrySet().stream()
                .filter(entry -> entry.getValue().equals("approved"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
        return network.tokens().prepareAll(plan, approving);
    }

    private Outcome<Answer> computed(StudyPlan plan, int analysis, Set<NodeId> members) {
        return network.coordinator().begin(plan, analysis, members).then(run -> {
            try {
                return ended(plan, analysis, run);
            } finally {
                progress.ended(plan.hash(), analysis);
            }
        });
    }

    private Outcome<Answer> ended(StudyPlan plan, int analysis, AnalysisRun run) {
        var step = run.start();
        for (var number = 1; step instanceof StudyStep.Ask(var messages); number++) {
            progress.at(plan.hash(), analysis, number, messages.keySet());
            step = run.next(replies(messages));
        }
        return switch (step) {
            case StudyStep.Released(var document, var stored) -> Outcome.of(new Answer(document, stored));
            case StudyStep.Failed failed -> Outcome.failed(failed.fault());
            case StudyStep.Ask _ -> Outcome.failed(new Fault.Unavailable("the run stopped halfway"));
        };
    }

    /** How far an analysis is that is being computed now. */
    public Optional<RunProgress.Stage> progress(StudyPlan plan, int analysis) {
        return progress.of(plan.hash(), analysis);
    }

    /** What was told of an analysis; nothing when it was not released. */
    public Optional<Bytes> released(StudyPlan plan, int analysis) {
        return desk.releases().find(StudyReleases.releaseKey(plan, analysis));
    }

    /** The result of a released analysis, computed again from the signed messages that were kept. */
    public Outcome<JsonNode> replay(StudyPlan plan, int analysis) {
        return desk.releases()
                .find(StudyReleases.transcriptKey(plan, analysis))
                .map(transcript -> StudyReleases.replay(plan, transcript, self.members()))
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("messages of such a run")));
    }

    /** Why the rules of this hospital decline a study, if they do. */
    public Optional<Ground> objection(StudyPlan plan) {
        return desk.file().objection(plan);
    }

    /** How many stewards of this hospital must be for a study. */
    public int votes() {
        return desk.file().votes();
    }

    /** Every study that was proposed to this hospital, the newest first; for its steward. */
    public List<FiledStudy> proposed() {
        return desk.file().all();
    }

    /** The steward's decision. {@link Fault.Conflict} when rules of the hospital, or an earlier study, stand against an approval. */
    public Outcome<FiledStudy> decide(Sha256 plan, boolean approve, String by) {
        var known = desk.file().find(plan);
        if (known.isEmpty()) {
            return Outcome.failed(new Fault.NotFound("such a study"));
        }
        var close = approve ? desk.overlaps().tooClose(known.get().plan()) : Outcome.of(Optional.<String>empty());
        return close.then(other -> other.<Outcome<FiledStudy>>map(id -> Outcome.failed(
                        new Fault.Conflict("its patients are those of the study " + id + " but for a few")))
                .orElseGet(
                        () -> desk.file().decide(plan, approve, by, self.clock().instant())));
    }

    /** Answers what other members write about studies. */
    public Outcome<Bytes> answer(Bytes message) {
        var type = type(message);
        if (type.equals(PROPOSAL)) {
            return SignedStatement.read(message, self.members()).then(this::proposed);
        }
        return TokenDesk.reads(type)
                ? SignedStatement.read(message, self.members()).then(network.tokens()::answer)
                : network.host().answer(message);
    }

    private Outcome<Bytes> proposed(SignedStatement said) {
        return StudyPlan.parse(Bytes.utf8(said.statement().path("plan").toString()))
                .then(plan -> plan.asker().member().equals(said.from())
                        ? Outcome.of(desk.file().file(plan, self.clock().instant()))
                        : Outcome.failed(new Fault.Forbidden("a study of another member")))
                .map(study -> SignedStatement.sign(
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("type", STANDING)
                                        .put("v", 1)
                                        .put("plan", study.plan().hash().hex())
                                        .put(STANDING, study.standing().name().toLowerCase(Locale.ROOT)),
                                self.id(),
                                self.signer())
                        .bytes());
    }

    private static String type(Bytes message) {
        try {
            return JSON.readTree(message.array()).path("statement").path("type").asText();
        } catch (IOException _) {
            return "";
        }
    }

    private Map<NodeId, Bytes> replies(Map<NodeId, Bytes> messages) {
        Map<NodeId, Bytes> others = new HashMap<>(messages);
        var mine = Optional.ofNullable(others.remove(self.id()));
        Map<NodeId, Bytes> replies = new HashMap<>(network.carrier().carry(others));
        mine.ifPresent(message -> {
            if (answer(message) instanceof Outcome.Success<Bytes>(var reply)) {
                replies.put(self.id(), reply);
            }
        });
        return replies;
    }
}
