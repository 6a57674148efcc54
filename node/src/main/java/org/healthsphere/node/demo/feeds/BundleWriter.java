package org.healthsphere.node.demo.feeds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.specs.Bytes;

/** A chart as FHIR transactions, some years each: what a hospital's own FHIR server would send. */
final class BundleWriter {
    private static final int ENTRIES = 250;
    private static final Set<String> CODED = Set.of("Condition", "Observation", "DiagnosticReport");

    private final Chart chart;
    private final LocalCodes codes;

    private BundleWriter(Chart chart, LocalCodes codes) {
        this.chart = chart;
        this.codes = codes;
    }

    static List<Bytes> bundles(Chart chart, LocalCodes codes) {
        return new BundleWriter(chart, codes).bundles();
    }

    private List<Bytes> bundles() {
        var bundles = new ArrayList<Bytes>();
        var here = chart.encounters().stream().map(History::id).collect(Collectors.toSet());
        var next = new ArrayList<ObjectNode>();
        chart.records().stream()
                .filter(r -> !here.contains(History.encounter(r)))
                .forEach(next::add);
        for (var encounter : chart.encounters()) {
            next.add(encounter);
            chart.records().stream()
                    .filter(r -> History.encounter(r).equals(History.id(encounter)))
                    .forEach(next::add);
            if (next.size() > ENTRIES) {
                bundles.add(bundle(next));
                next.clear();
            }
        }
        if (!next.isEmpty() || bundles.isEmpty()) {
            bundles.add(bundle(next));
        }
        return bundles;
    }

    private Bytes bundle(List<ObjectNode> resources) {
        var bundle = Json.object().put("resourceType", "Bundle").put("type", "transaction");
        var entries = bundle.putArray("entry");
        var all = new ArrayList<>(List.of(chart.patient()));
        all.addAll(resources);
        var names = all.stream().map(r -> "urn:uuid:" + History.id(r)).collect(Collectors.toSet());
        for (var resource : all) {
            var entry = entries.addObject().put("fullUrl", "urn:uuid:" + History.id(resource));
            entry.set("resource", told(resource, names));
            entry.putObject("request").put("method", "POST").put("url", History.type(resource));
        }
        return Json.bytes(bundle);
    }

    private ObjectNode told(ObjectNode resource, Set<String> names) {
        var copy = resource.deepCopy();
        copy.remove(List.of("text", "id"));
        copy.remove("meta");
        if (CODED.contains(History.type(copy))) {
            own(copy);
        }
        Json.objects(copy, object -> {
            var reference = object.path("reference").asText("");
            if (reference.startsWith("urn:uuid:") && !names.contains(reference)) {
                // It is in another part of the life, which this hospital does not tell here.
                object.remove("reference");
                object.put("display", object.path("display").asText("elsewhere"));
            }
        });
        return copy;
    }

    /** In the hospital's own code, where it has one. */
    private void own(ObjectNode resource) {
        var coding = Codes.coding(resource.path("code"));
        codes.of(coding).ifPresent(local -> {
            var text = Codes.text(resource.path("code"));
            var code = resource.putObject("code");
            var own = code.putArray("coding")
                    .addObject()
                    .put("system", local.coding().system())
                    .put("code", local.coding().code());
            if (!local.display().isEmpty()) {
                own.put("display", local.display());
            }
            code.put("text", text);
        });
    }
}
