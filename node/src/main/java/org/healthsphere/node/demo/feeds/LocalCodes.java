package org.healthsphere.node.demo.feeds;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;

/**
 * A hospital's own codes for standard ones: the maps of the terminology, read backwards.
 *
 * <p>What has no code of its own in the hospital keeps its standard one.
 */
public final class LocalCodes {
    /** A hospital that uses the standard codes. */
    public static final LocalCodes NONE = new LocalCodes(Map.of());

    private final Map<Coding, Local> byStandard;

    private LocalCodes(Map<Coding, Local> byStandard) {
        this.byStandard = byStandard;
    }

    /** A code of the hospital with the hospital's name for it. */
    public record Local(Coding coding, String display) {}

    /**
     * From ConceptMaps and CodeSystems.
     *
     * @param standard maps from standard codes to common concepts
     * @param local maps from the hospital's codes to common concepts
     * @param names the hospital's code systems
     */
    public static LocalCodes of(List<Bytes> standard, List<Bytes> local, List<Bytes> names) {
        var displays = new HashMap<Coding, String>();
        names.stream().map(Json::tree).forEach(cs -> displays(cs.path("url").asText(), cs.path("concept"), displays));
        var byCommon = new HashMap<Coding, Coding>();
        local.forEach(map -> pairs(map, (own, common) -> byCommon.merge(common, own, LocalCodes::first)));
        var byStandard = new HashMap<Coding, Local>();
        standard.forEach(map -> pairs(
                map,
                (code, common) -> Optional.ofNullable(byCommon.get(common))
                        .ifPresent(
                                own -> byStandard.putIfAbsent(code, new Local(own, displays.getOrDefault(own, ""))))));
        return new LocalCodes(Map.copyOf(byStandard));
    }

    /** Those of a hospital whose maps come with the terminology: {@code northfield}, {@code riverside}. */
    public static LocalCodes bundled(String hospital) {
        return of(
                List.of(resource("ConceptMap/sct-conditions"), resource("ConceptMap/loinc-laboratory")),
                List.of(
                        resource("ConceptMap/" + hospital + "-diagnosis-conditions"),
                        resource("ConceptMap/" + hospital + "-lab-laboratory")),
                List.of(
                        resource("CodeSystem/" + hospital + "-diagnosis"),
                        resource("CodeSystem/" + hospital + "-lab")));
    }

    Optional<Local> of(JsonNode coding) {
        return Optional.ofNullable(byStandard.get(
                new Coding(coding.path("system").asText(""), coding.path("code").asText(""))));
    }

    private static Coding first(Coding a, Coding b) {
        return a.code().compareTo(b.code()) <= 0 ? a : b;
    }

    private static void displays(String system, JsonNode concepts, Map<Coding, String> displays) {
        for (var concept : concepts) {
            displays.put(
                    new Coding(system, concept.path("code").asText()),
                    concept.path("display").asText());
            displays(system, concept.path("concept"), displays);
        }
    }

    private interface Pair {
        void accept(Coding source, Coding target);
    }

    private static void pairs(Bytes conceptMap, Pair pair) {
        for (var group : Json.tree(conceptMap).path("group")) {
            for (var element : group.path("element")) {
                for (var target : element.path("target")) {
                    pair.accept(
                            new Coding(
                                    group.path("source").asText(),
                                    element.path("code").asText()),
                            new Coding(
                                    group.path("target").asText(),
                                    target.path("code").asText()));
                }
            }
        }
    }

    private static Bytes resource(String name) {
        try (var in = LocalCodes.class.getResourceAsStream("/fhir/" + name + ".json")) {
            return Bytes.of(Optional.ofNullable(in)
                    .orElseThrow(() -> new IllegalStateException("terminology content is missing: " + name))
                    .readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
