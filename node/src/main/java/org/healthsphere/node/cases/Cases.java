package org.healthsphere.node.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.cases.Case.About;
import org.healthsphere.node.cases.Case.Answer;
import org.healthsphere.node.cases.Case.Finding;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.RandomId;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/** All questions of this hospital's patients, sealed, and erased with the patient. */
public final class Cases {
    private static final String SPACE = "case";
    /** Whoever asks more than this at a time is answered first. */
    private static final int MOST_OPEN = 50;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ResourceStore store;
    private final SecretBox box;
    private final AuditLog audit;
    private final InstantSource clock;
    private final SecureRandom random;

    public Cases(ResourceStore store, SecretBox box, AuditLog audit, InstantSource clock, SecureRandom random) {
        this.store = store;
        this.box = box;
        this.audit = audit;
        this.clock = clock;
        this.random = random;
    }

    /** Opens a case; a look is questioned once. {@code correlation} names the request that asks. */
    public synchronized Outcome<Case> ask(Requester by, String patient, About about, String question, String correlation) {
        var before = of(patient);
        if (before.stream().anyMatch(one -> one.about().look().equals(about.look()))) {
            return Outcome.failed(new Fault.Conflict("the look has been questioned"));
        }
        if (before.stream().filter(Case::isOpen).count() >= MOST_OPEN) {
            return Outcome.failed(new Fault.TooCostly("as many open questions"));
        }
        var opened = new Case(RandomId.draw(random), patient, about, question, clock.instant(), Optional.empty());
        return audited(AuditCode.LOOK_QUESTIONED, by, PurposeOfUse.PATRQT, opened, correlation);
    }

    /** Answers it, once. */
    public synchronized Outcome<Case> answer(
            Requester by, String id, Answering answering, String correlation) {
        return find(id)
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("case")))
                .then(found -> found.isOpen()
                        ? Outcome.of(found)
                        : Outcome.failed(new Fault.Conflict("the case has been answered")))
                .map(found -> found.answeredBy(
                        new Answer(answering.finding(), answering.words(), answering.by(), clock.instant())))
                .then(answered ->
                        audited(AuditCode.QUESTION_ANSWERED, by, PurposeOfUse.HOPERAT, answered, correlation));
    }

    /**
     * What a steward found.
     *
     * @param by his name, for the patient
     */
    public record Answering(Finding finding, String words, String by) {
        @Override
        public String toString() {
            return "Answering[" + finding + "]";
        }
    }

    private Outcome<Case> audited(AuditCode code, Requester by, PurposeOfUse purpose, Case one, String correlation) {
        var event = AuditEvent.of(code, by, purpose, correlation)
                .about(one.patient())
                .naming(List.of("case:" + one.id()));
        return audit.append(event).map(_ -> {
            var closed = box.seal(Bytes.utf8(written(one)), Bytes.utf8(one.id()), random);
            store.putMark(new Mark(SPACE, one.id(), closed).about(one.patient()));
            return one;
        });
    }

    public Optional<Case> find(String id) {
        return store.mark(SPACE, id).map(closed -> opened(id, closed));
    }

    /** Newest first. */
    public List<Case> of(String patient) {
        return all().stream().filter(one -> one.patient().equals(patient)).toList();
    }

    /** Newest first. */
    public List<Case> all() {
        try (var marks = store.marks(SPACE)) {
            return marks.map(mark -> opened(mark.key(), mark.value()))
                    .sorted(Comparator.comparing(Case::asked).reversed())
                    .toList();
        }
    }

    private Case opened(String id, Bytes closed) {
        try {
            var json = JSON.readTree(
                    box.open(closed, Bytes.utf8(id)).orElseThrow().utf8());
            return new Case(
                    id,
                    json.path("patient").asText(),
                    about(json.path("about")),
                    json.path("question").asText(),
                    Instant.parse(json.path("asked").asText()),
                    Optional.of(json.path("answer")).filter(JsonNode::isObject).map(Cases::answer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was sealed here is read here", e);
        }
    }

    private static About about(JsonNode json) {
        return new About(
                json.path("look").asText(),
                json.path("correlation").asText(),
                json.path("who").asText(),
                Role.valueOf(json.path("role").asText()),
                new NodeId(json.path("member").asText()),
                PurposeOfUse.valueOf(json.path("purpose").asText()),
                json.path("kinds").valueStream().map(JsonNode::asText).toList(),
                Instant.parse(json.path("at").asText()));
    }

    private static Answer answer(JsonNode json) {
        return new Answer(
                Finding.valueOf(json.path("finding").asText()),
                json.path("words").asText(),
                json.path("by").asText(),
                Instant.parse(json.path("at").asText()));
    }

    private static String written(Case one) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("patient", one.patient())
                .put("question", one.question())
                .put("asked", one.asked().toString());
        write(one.about(), json.putObject("about"));
        one.answer().ifPresent(answer -> json.putObject("answer")
                .put("finding", answer.finding().name())
                .put("words", answer.words())
                .put("by", answer.by())
                .put("at", answer.at().toString()));
        return json.toString();
    }

    private static void write(About about, ObjectNode json) {
        json.put("look", about.look())
                .put("correlation", about.correlation())
                .put("who", about.who())
                .put("role", about.role().name())
                .put("member", about.member().value())
                .put("purpose", about.purpose().name())
                .put("at", about.at().toString());
        var kinds = json.putArray("kinds");
        about.kinds().forEach(kinds::add);
    }
}
