package org.healthsphere.node.ingest.dicom;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.healthsphere.node.ingest.Draft;
import org.healthsphere.node.ingest.Feed;
import org.healthsphere.node.ingest.Identities;
import org.healthsphere.node.ingest.Ids;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Mapped;
import org.healthsphere.node.ingest.MessageId;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.mapping.ElementMap;
import org.healthsphere.node.ingest.mapping.Frame;
import org.healthsphere.node.ingest.mapping.Language;
import org.healthsphere.node.ingest.mapping.Mappings;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** One study with its series, as QIDO-RS tells it; the newest telling is all there is. */
public final class DicomFeed implements Feed {
    public static final String KIND = "dicom";
    private static final String PATIENT = "patient";
    private static final String STUDY = "study";

    private final Mappings mappings;

    /**
     * With a hospital's own mapping files.
     *
     * <p>IllegalArgumentException with every problem in them.
     */
    public DicomFeed(Map<String, Bytes> overlays) {
        this.mappings = Mappings.load(
                new Language(DicomAttributes::isPath, DicomConverters.converters()),
                "mappings/dicom",
                List.of("study.json"),
                overlays);
    }

    /** The message that a study and its series are: the same ones are the same bytes. */
    static Bytes message(JsonNode study, List<JsonNode> series) {
        var json = Json.object();
        json.set("study", study);
        json.putArray("series").addAll(series);
        return Json.bytes(json);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Outcome<Message> read(Source source, Bytes raw) {
        var json = Json.parse(raw);
        if (json.isEmpty() || !json.get().path("study").isObject()) {
            return refused("", "a study is expected, as DICOM JSON");
        }
        var place = DicomPlace.of(json.get().path("study"), json.get().path("series"));
        var uid = place.text("StudyInstanceUID").strip();
        return uid.isEmpty()
                ? refused("StudyInstanceUID", "is missing")
                : Outcome.of(new Read(
                        new MessageId(KIND, source.name(), "", uid, Sha256.of(raw.array())), source, place));
    }

    private static Outcome<Message> refused(String at, String what) {
        return Outcome.failed(new Fault.Invalid(List.of(new Fault.Problem(at, what))));
    }

    private final class Read implements Message {
        private final MessageId id;
        private final Source source;
        private final DicomPlace study;
        private final List<String> remarks = new ArrayList<>();

        Read(MessageId id, Source source, DicomPlace study) {
            this.id = id;
            this.source = source;
            this.study = study;
        }

        @Override
        public MessageId id() {
            return id;
        }

        @Override
        public Outcome<Mapped> map(Identities identities) {
            var who = mappings.map(PATIENT).fill(study, new Frame(source, Map.of(), remarks::add));
            var match = identities.patient(Json.elements(who.json().path("identifier"))
                    .flatMap(i -> Identities.Identifier.of(i).stream())
                    .toList());
            if (match.isEmpty()) {
                return Outcome.failed(new Fault.Unprocessable(List.of(
                        new Fault.Problem("PatientID", "an identifier that tells the patient is missing"))));
            }
            return mapped(match.get(), who);
        }

        private Outcome<Mapped> mapped(Identities.Match match, ElementMap.Filled who) {
            var patient = Optional.of(match.patient());
            var frame = new Frame(
                    source, Map.of(PATIENT, List.of("Patient/" + match.patient())), remarks::add);
            var map = mappings.map(STUDY);
            var filled = map.fill(study, frame);
            var missing = map.require().stream()
                    .filter(element -> !filled.json().has(element))
                    .map(element -> new Fault.Problem(STUDY, "makes no " + map.resource() + ": " + element + " is missing"))
                    .toList();
            if (!missing.isEmpty()) {
                return Outcome.failed(new Fault.Unprocessable(missing));
            }
            var drafts = List.of(
                    draft(mappings.map(PATIENT), new ResourceId("Patient", match.patient()), patient, who),
                    draft(map, Ids.of(map.resource(), source.name(), id.id()), patient, filled));
            return Outcome.of(new Mapped(drafts, match.marks(), mappings.version(), remarks));
        }

        private static Draft draft(ElementMap map, ResourceId id, Optional<String> patient, ElementMap.Filled filled) {
            return new Draft(id, patient, filled.json(), filled.cleared(), map.onExisting());
        }

        @Override
        public List<Place> places() {
            var paths = new TreeSet<>(mappings.map(PATIENT).paths());
            paths.addAll(mappings.map(STUDY).paths());
            var places = new ArrayList<Place>();
            study.set().fieldNames().forEachRemaining(tag -> {
                var name = DicomAttributes.name(tag);
                study.at(tag).forEach(value -> places.add(
                        new Place(name, 0, value.text(), paths.contains(name) || paths.contains(tag))));
            });
            return List.copyOf(places);
        }
    }
}
