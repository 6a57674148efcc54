package org.healthsphere.node.handover;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.ingest.Draft;
import org.healthsphere.node.ingest.Feed;
import org.healthsphere.node.ingest.Identities;
import org.healthsphere.node.ingest.Identities.Identifier;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Mapped;
import org.healthsphere.node.ingest.MessageId;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.bundle.ResourceCheck;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * What another hospital handed over, on its way into the record: its document as it is, what it asks for, and an entry for the inbox.
 *
 * <p>Nothing of it goes among the hospital's own facts, and nobody is merged: it is filed with the patient who was found, or with one who is new
 * here and has the sender's number. A letter of one name is taken once, also when it is written anew with another document.
 */
public final class HandoverFeed implements Feed {
    public static final String KIND = "handover";
    /** The numbers of patients at a member. */
    static final String NUMBERS = "https://healthsphere.org/sid/patient-of/";

    private static final Set<String> WHO_HE_IS = Set.of(
            "identifier",
            "name",
            "telecom",
            "gender",
            "birthDate",
            "deceasedBoolean",
            "deceasedDateTime",
            "address",
            "maritalStatus",
            "multipleBirthBoolean",
            "multipleBirthInteger",
            "communication");

    private final ResourceCheck check;

    public HandoverFeed(ResourceCheck check) {
        this.check = check;
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** As it is kept: the letter, who wrote it, to whom it came, and whom it is about here where that was found. */
    static Bytes kept(NodeId from, NodeId here, JsonNode letter, Optional<String> located) {
        var json = Json.object().put("from", from.value()).put("here", here.value());
        located.ifPresent(patient -> json.put("located", patient));
        json.set("letter", letter);
        return Json.bytes(json);
    }

    /** What it is known by: its sender and its name. */
    static MessageId id(String source, NodeId from, String handover) {
        return new MessageId(KIND, source, from.value(), handover, Sha256.of(from + "/" + handover));
    }

    /** What it is in the record, whatever it is of. */
    static List<String> resources(String source, NodeId from, String handover) {
        var id = id(source, from, handover);
        return List.of(HandedResources.document(id).toString(), HandedResources.entry(id).toString());
    }

    @Override
    public Outcome<Message> read(Source source, Bytes raw) {
        var json = Json.parse(raw).orElseGet(Json::object);
        var from = member(json.path("from"));
        var here = member(json.path("here"));
        return from.isEmpty() || here.isEmpty()
                ? Outcome.failed(new Fault.Invalid("not a handover as this node keeps it"))
                : HandoverLetter.parse(json.path("letter"), here.get())
                        .map(letter -> new Read(source.name(), from.get(), letter, located(json)));
    }

    private static Optional<String> located(JsonNode json) {
        return Optional.of(json.path("located").asText()).filter(patient -> !patient.isEmpty());
    }

    private static Optional<NodeId> member(JsonNode name) {
        return NodeId.isId(name.asText()) ? Optional.of(new NodeId(name.asText())) : Optional.empty();
    }

    private final class Read implements Message {
        private final String source;
        private final NodeId from;
        private final HandoverLetter letter;
        private final Optional<String> located;

        Read(String source, NodeId from, HandoverLetter letter, Optional<String> located) {
            this.source = source;
            this.from = from;
            this.letter = letter;
            this.located = located;
        }

        @Override
        public MessageId id() {
            return HandoverFeed.id(source, from, letter.id());
        }

        @Override
        public Outcome<Mapped> map(Identities identities) {
            var problems = new ArrayList<>(problems("patient", Json.bytes(letter.patient())));
            problems.addAll(problems("document", letter.fhir()));
            if (!problems.isEmpty()) {
                return Outcome.failed(new Fault.Unprocessable(problems));
            }
            var here = located.flatMap(identities::of);
            if (here.isPresent()) {
                return Outcome.of(mapped(here.get(), List.of(), List.of()));
            }
            var number = new Identifier(NUMBERS + from.value(), letter.patientThere(), "");
            var match = identities.patient(List.of(number)).orElseThrow();
            return Outcome.of(mapped(match.patient(), List.of(newcomer(match.patient(), number)), match.marks()));
        }

        private List<Fault.Problem> problems(String at, Bytes resource) {
            return check.problems(resource).stream()
                    .map(problem -> new Fault.Problem(at + "." + problem.at(), problem.what()))
                    .toList();
        }

        private Mapped mapped(
                String patient,
                List<Draft> newcomer,
                List<Mark> marks) {
            var drafts = new ArrayList<>(newcomer);
            drafts.addAll(new HandedResources(id(), from, letter, patient).drafts());
            var all = new ArrayList<>(marks);
            all.add(Inbox.mark(from, letter.id(), patient));
            return new Mapped(drafts, all, Mapped.AS_SENT, List.of());
        }

        /** Who he is as the sender knows him, and nothing that leads to anything there. */
        private Draft newcomer(String patient, Identifier number) {
            var person = Json.object();
            letter.patient().properties().stream()
                    .filter(member -> WHO_HE_IS.contains(member.getKey()))
                    .forEach(member -> person.set(member.getKey(), member.getValue()));
            var identifiers = person.withArray("/identifier");
            identifiers.addObject().put("system", number.system()).put("value", number.value());
            return new Draft(
                    new ResourceId("Patient", patient),
                    Optional.of(patient),
                    person,
                    Set.of(),
                    Draft.OnExisting.KEEP);
        }
    }
}
