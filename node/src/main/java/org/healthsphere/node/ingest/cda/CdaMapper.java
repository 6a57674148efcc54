package org.healthsphere.node.ingest.cda;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.DocumentVersions;
import org.healthsphere.node.ingest.Draft;
import org.healthsphere.node.ingest.Identities;
import org.healthsphere.node.ingest.Ids;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Mapped;
import org.healthsphere.node.ingest.MessageId;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.mapping.ElementMap;
import org.healthsphere.node.ingest.mapping.Frame;
import org.healthsphere.node.ingest.mapping.Mappings;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** One document: its patient, every entry whose template has a map, the sections as people read them, and its own bytes. */
final class CdaMapper {
    private final Mappings mappings;
    private final Source source;
    private final MessageId id;
    private final List<String> maps;
    private final List<String> remarks = new ArrayList<>();
    private final List<Item> items = new ArrayList<>();
    private final Map<CdaElement, Item> byPlace = new HashMap<>();
    private final Map<CdaElement, List<Item>> byOuter = new HashMap<>();

    CdaMapper(Mappings mappings, Source source, MessageId id) {
        this.mappings = mappings;
        this.source = source;
        this.id = id;
        this.maps = Json.elements(mappings.settings("entries"))
                .map(JsonNode::asText)
                .toList();
    }

    /** A resource to be, at its place. */
    record Item(String name, ElementMap map, CdaElement place, ResourceId id) {}

    Outcome<Mapped> map(CdaElement document, Bytes raw, Identities identities) {
        var frame = new Frame(source, Map.of(), remarks::add);
        var patient = mappings.map("patient").fill(document, frame);
        var match = identities.patient(Json.elements(patient.json().path("identifier"))
                .flatMap(i -> Identities.Identifier.of(i).stream())
                .toList());
        if (match.isEmpty()) {
            return Outcome.failed(new Fault.Unprocessable(List.of(new Fault.Problem(
                    "recordTarget/patientRole/id", "an identifier that tells the patient is missing"))));
        }
        var who = match.get().patient();
        document.walk(e -> item(e, who));
        var drafts = new LinkedHashMap<ResourceId, Draft>();
        var self = new ResourceId("Patient", who);
        drafts.put(self, Draft.of(self, Optional.of(who), patient.json()));
        var problems = new ArrayList<Fault.Problem>();
        items.forEach(i -> drafts.put(i.id(), draft(i, who, problems)));
        new CdaDocument(mappings, frame, id, who).drafts(document, raw, byOuter).forEach(d -> drafts.put(d.id(), d));
        unmapped(document);
        var marks = new ArrayList<>(match.get().marks());
        marks.addAll(new DocumentVersions(source, identities).replace(drafts));
        return problems.isEmpty()
                ? Outcome.of(new Mapped(List.copyOf(drafts.values()), marks, mappings.version(), remarks))
                : Outcome.failed(new Fault.Unprocessable(problems));
    }

    /** The first map that fits an element takes it. */
    private void item(CdaElement element, String patient) {
        var isNegated = false;
        for (var name : maps) {
            var map = mappings.map(name);
            if (fits(element, map.each())) {
                if (map.applies(element)) {
                    add(new Item(name, map, element, id(name, map, element, patient)));
                    return;
                }
                isNegated = element.text("@negationInd").equals("true");
            }
        }
        if (isNegated) {
            remarks.add(element.name() + " of something that is not so: its text is kept");
        }
    }

    private void add(Item item) {
        items.add(item);
        byPlace.put(item.place(), item);
        item.place()
                .ancestors()
                .forEach(outer ->
                        byOuter.computeIfAbsent(outer, _ -> new ArrayList<>()).add(item));
    }

    private static boolean fits(CdaElement element, String each) {
        return Stream.of(each.split("\\|")).anyMatch(template -> {
            var at = template.indexOf(' ');
            return element.name().equals(template.substring(0, at)) && element.template(template.substring(at + 1));
        });
    }

    /** Exporters use ids more than once, so what the entry says is part of what tells it apart. */
    private ResourceId id(String name, ElementMap map, CdaElement element, String patient) {
        var key = map.key(element).orElse(List.of(element.text()));
        var first = Ids.of(map.resource(), source.name(), patient, name, Ids.digest(key.toArray(String[]::new)));
        return Stream.iterate(1, n -> n + 1)
                .map(n -> n == 1 ? first : Ids.of(map.resource(), first.id(), String.valueOf(n)))
                .filter(candidate -> items.stream().noneMatch(i -> i.id().equals(candidate)))
                .findFirst()
                .orElseThrow();
    }

    private Draft draft(Item item, String patient, List<Fault.Problem> problems) {
        var filled = item.map().fill(item.place(), new Frame(source, references(item, patient), remarks::add));
        item.map().require().stream()
                .filter(e -> !filled.json().has(e))
                .map(e ->
                        new Fault.Problem(item.name(), "makes no " + item.map().resource() + ": " + e + " is missing"))
                .forEach(problems::add);
        return Draft.of(item.id(), Optional.of(patient), filled.json());
    }

    /** One contains the other: a result its panel, a diagnosis its visit. */
    private Map<String, List<String>> references(Item from, String patient) {
        var references = new HashMap<String, List<String>>();
        references.put("patient", List.of("Patient/" + patient));
        var outer = from.place().ancestors().flatMap(e -> Optional.ofNullable(byPlace.get(e)).stream());
        var inner = byOuter.getOrDefault(from.place(), List.of()).stream();
        Stream.concat(outer, inner)
                .forEach(to -> references
                        .computeIfAbsent(to.name(), _ -> new ArrayList<>())
                        .add(to.id().toString()));
        return references;
    }

    private void unmapped(CdaElement document) {
        document.walk(e -> {
            if (e.name().equals("entry") && !byOuter.containsKey(e)) {
                remarks.add("entry of a template that has no map: its text is kept");
            }
        });
    }
}
