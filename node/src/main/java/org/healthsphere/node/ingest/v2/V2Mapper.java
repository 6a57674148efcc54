package org.healthsphere.node.ingest.v2;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.DocumentVersions;
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
import org.healthsphere.node.ingest.mapping.Mappings;
import org.healthsphere.node.ingest.v2.V2Plans.About;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** One message at a time: first who and which, then what is said about them. */
final class V2Mapper {
    private static final String PATIENT = "patient";
    private static final String SCAN = "scan";
    private static final String DOCUMENT = "document";
    private static final String REPORT = "report";

    private final Mappings mappings;
    private final V2Plans.Plan plan;
    private final Source source;
    private final MessageId id;
    private final V2Documents documents;
    private final List<Fault.Problem> problems = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final Map<Integer, Identities.Match> patients = new HashMap<>();
    private final List<Item> items = new ArrayList<>();
    private final Map<String, List<Item>> byName = new HashMap<>();
    private final Map<ResourceId, List<Item>> byId = new HashMap<>();

    /** @param documents what reads those that come inside of messages */
    V2Mapper(Mappings mappings, V2Plans.Plan plan, Source source, MessageId id, Optional<Feed> documents) {
        this.mappings = mappings;
        this.plan = plan;
        this.source = source;
        this.id = id;
        this.documents = new V2Documents(documents, source, remarks::add);
    }

    /** A resource to be, at its place. */
    private record Item(String name, ElementMap map, V2Place place, String patient, ResourceId id) {}

    Outcome<Mapped> map(V2Message message, Identities identities) {
        identify(message, identities);
        var marks = new ArrayList<Commit.Mark>();
        patients.values().forEach(m -> {
            identities.tell(m);
            marks.addAll(m.marks());
        });
        if (plan.about() == About.MOVES && problems.isEmpty()) {
            var mover = new V2Mover(identities, mappings, id, new Frame(source, Map.of(), remarks::add));
            patients.forEach((at, of) -> mover.move(new V2Place(message, at), of.patient(), marks, problems));
        }
        plan.maps().forEach(name -> items(name, message, identities));
        var drafts = new LinkedHashMap<ResourceId, Draft>();
        items.forEach(i -> drafts.merge(i.id(), draft(i), (_, second) -> second));
        var version = new StringBuilder(mappings.version());
        items.stream().filter(i -> i.name().equals(SCAN)).forEach(scan -> {
            address(scan, drafts);
            documents.read(json(scan, drafts), scan.patient(), identities).ifPresent(said -> {
                said.drafts().forEach(draft -> drafts.putIfAbsent(draft.id(), draft));
                version.append('+').append(said.mapping());
            });
        });
        marks.addAll(new DocumentVersions(source, identities).replace(drafts));
        if (plan.about() == About.MERGES && problems.isEmpty()) {
            var merger = new V2Merger(identities, mappings, new Frame(source, Map.of(), remarks::add));
            patients.forEach((at, survivor) ->
                    merger.merge(new V2Place(message, at), survivor.patient(), drafts, marks, problems));
        }
        if (plan.about() == About.LINKS || plan.about() == About.UNLINKS) {
            new V2Linker(plan.about() == About.LINKS).link(patients.values(), drafts, problems);
        }
        return problems.isEmpty()
                ? Outcome.of(new Mapped(List.copyOf(drafts.values()), marks, version.toString(), remarks))
                : Outcome.failed(new Fault.Unprocessable(problems));
    }

    /** The one address of a scan: in the document that it is, and in the report that it belongs to (US Core, clinical notes). */
    private void address(Item scan, Map<ResourceId, Draft> drafts) {
        var attachment = Json.object()
                .put("contentType", json(scan, drafts).path("contentType").asText())
                .put("url", scan.id().toString());
        items.stream()
                .filter(i -> i.name().equals(DOCUMENT) && i.place().equals(scan.place()))
                .forEach(document ->
                        json(document, drafts).withArray("/content").addObject().set("attachment", attachment));
        items.stream()
                .filter(i -> i.name().equals(REPORT) && related(i, scan))
                .forEach(report ->
                        json(report, drafts).withArray("/presentedForm").add(attachment));
    }

    private static ObjectNode json(Item item, Map<ResourceId, Draft> drafts) {
        return Objects.requireNonNull(drafts.get(item.id())).json();
    }

    private void identify(V2Message message, Identities identities) {
        for (var i = 0; i < message.segments().size(); i++) {
            if (message.segments().get(i).name().equals("PID")) {
                var at = i;
                identities
                        .patient(identifiers(new V2Place(message, i)))
                        .ifPresentOrElse(
                                m -> patients.put(at, m),
                                () -> problems.add(
                                        new Fault.Problem("PID-3", "an identifier that tells the patient is missing")));
            }
        }
        if (patients.isEmpty() && problems.isEmpty()) {
            problems.add(new Fault.Problem("PID", "patient is missing"));
        }
    }

    private List<Identities.Identifier> identifiers(V2Place pid) {
        var filled = mappings.map(PATIENT).only("identifier", pid, new Frame(source, Map.of(), _ -> {}));
        return Json.elements(filled.path("identifier"))
                .flatMap(i -> Identities.Identifier.of(i).stream())
                .toList();
    }

    private void items(String name, V2Message message, Identities identities) {
        var map = mappings.map(name);
        for (var i = 0; i < message.segments().size(); i++) {
            var place = new V2Place(message, i);
            if (place.segment().name().equals(map.each()) && map.applies(place)) {
                place.governing("PID")
                        .flatMap(pid -> Optional.ofNullable(patients.get(pid)))
                        .ifPresent(p -> add(new Item(
                                name, map, place, p.patient(), id(name, map, place, p.patient(), identities))));
            }
        }
    }

    private void add(Item item) {
        items.add(item);
        byName.computeIfAbsent(item.name(), _ -> new ArrayList<>()).add(item);
        byId.computeIfAbsent(item.id(), _ -> new ArrayList<>()).add(item);
    }

    private ResourceId id(String name, ElementMap map, V2Place place, String patient, Identities identities) {
        if (map.resource().equals("Patient")) {
            return new ResourceId("Patient", patient);
        }
        var first = map.key(place)
                .map(key -> Ids.of(map.resource(), source.name(), patient, Ids.digest(key.toArray(String[]::new))))
                .map(found -> found.type().equals("Encounter") ? identities.visit(found) : found)
                .orElseGet(() -> id.resource(map.resource(), name + place.at()));
        // Alike in what tells things apart, and yet not the same: one more.
        return Stream.iterate(1, n -> n + 1)
                .map(n -> n == 1 ? first : Ids.of(map.resource(), first.id(), String.valueOf(n)))
                .filter(candidate -> byId.getOrDefault(candidate, List.of()).stream()
                        .allMatch(i -> i.place().segment().says(place.segment())))
                .findFirst()
                .orElseThrow();
    }

    private Draft draft(Item item) {
        var filled = item.map().fill(item.place(), new Frame(source, name -> references(item, name), remarks::add));
        item.map().require().stream()
                .filter(e -> !filled.json().has(e))
                .map(e -> new Fault.Problem(
                        item.map().each(), "makes no " + item.map().resource() + ": " + e + " is missing"))
                .forEach(problems::add);
        return new Draft(
                item.id(),
                Optional.of(item.patient()),
                filled.json(),
                filled.cleared(),
                item.map().onExisting(),
                filled.spared());
    }

    private List<String> references(Item from, String name) {
        if (name.equals(PATIENT)) {
            return List.of("Patient/" + from.patient());
        }
        if (name.equals(from.name()) || !plan.maps().contains(name) || isPatient(name)) {
            return List.of();
        }
        return byName.getOrDefault(name, List.of()).stream()
                .filter(to -> related(from, to))
                .map(to -> to.id().toString())
                .distinct()
                .toList();
    }

    private boolean isPatient(String name) {
        return mappings.map(name).resource().equals("Patient");
    }

    /** One stands in the scope of the other, an OBX below its OBR, a DG1 below its PV1; or both are told by one segment. */
    private static boolean related(Item a, Item b) {
        return a.patient().equals(b.patient()) && (a.place().at() == b.place().at() || below(a, b) || below(b, a));
    }

    private static boolean below(Item inner, Item outer) {
        return outer.place().rank() < inner.place().rank()
                && inner.place().at() > outer.place().at()
                && inner.place()
                        .governing(outer.place().segment().name())
                        .equals(Optional.of(outer.place().at()));
    }
}
