package org.healthsphere.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.healthsphere.node.fhir.structure.DefinitionsXml;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.content.ContentReader;
import org.healthsphere.terminology.content.SourceFile;
import org.healthsphere.terminology.fhir.TerminologyOperations;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.library.LiveTerminology;
import org.healthsphere.terminology.library.TerminologyLibrary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The terminology of a node together with what FHIR R4 publishes itself: the code systems and value sets of its own elements, and
 * those of HL7 v2 and v3.
 *
 * <p>They come from the reference implementation's library. A node needs none of them to start or to take messages in, so they are
 * compiled when somebody first asks, into a folder of their own, and mapped from there ever after.
 */
final class PublishedTerminology implements Supplier<CompiledTerminology> {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedTerminology.class);
    private static final String DEFINITIONS = "/org/hl7/fhir/r4/model/valueset/";
    private static final List<String> FILES = List.of("valuesets.xml", "v3-codesystems.xml", "v2-tables.xml");

    private static final String PART = "published";

    private final List<SourceFile> own;
    private final LiveTerminology live;

    /**
     * What is published, beside the node's own sources and what its hospital has loaded; of what both have, its own is meant.
     *
     * @param folder of the node's terminology
     */
    PublishedTerminology(Path folder, List<SourceFile> own) {
        this.own = List.copyOf(own);
        this.live = LiveTerminology.in(
                folder, texts -> TerminologyLibrary.open(folder.resolve(PART), sources(), folder, texts));
    }

    @Override
    public CompiledTerminology get() {
        return live.get();
    }

    /** The same as it follows what is loaded. */
    LiveTerminology live() {
        return live;
    }

    /** FHIR's operations over it, made when somebody first asks, and again when something else is held. */
    Supplier<TerminologyOperations> operations(InstantSource clock, String software) {
        var made = new AtomicReference<Optional<Made>>(Optional.empty());
        return () -> {
            var terminology = get();
            return made.updateAndGet(held -> Optional.of(held.map(known -> known.over(terminology))
                            .orElseGet(() ->
                                    new Made(terminology, new TerminologyOperations(terminology, clock, software)))))
                    .orElseThrow()
                    .operations();
        };
    }

    /** Operations, and what they are over. */
    private record Made(CompiledTerminology terminology, TerminologyOperations operations) {
        Made over(CompiledTerminology now) {
            return terminology == now ? this : new Made(now, operations.over(now));
        }
    }

    private List<SourceFile> sources() {
        Map<String, SourceFile> byUrl = new LinkedHashMap<>();
        own.forEach(source -> url(source).ifPresent(url -> byUrl.put(url, source)));
        FILES.forEach(file -> read(file, resource -> {
            var source = source(resource);
            url(source)
                    .ifPresentOrElse(
                            url -> byUrl.putIfAbsent(url, source),
                            () -> LOG.debug("not understood of what FHIR publishes: {}", source.name()));
        }));
        return List.copyOf(byUrl.values());
    }

    /** Empty for what is no terminology, or in a form that is not compiled. */
    private static Optional<String> url(SourceFile source) {
        return ContentReader.read(source) instanceof Outcome.Success<Content>(var content)
                ? Optional.of(content.id().url())
                : Optional.empty();
    }

    private static void read(String file, Consumer<ObjectNode> resources) {
        try (var in = PublishedTerminology.class.getResourceAsStream(DEFINITIONS + file)) {
            DefinitionsXml.read(Objects.requireNonNull(in, file), resources);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SourceFile source(ObjectNode resource) {
        var name = resource.path("resourceType").asText() + "/r4-"
                + resource.path("id").asText() + ".json";
        return new SourceFile(name, Bytes.utf8(resource.toString()));
    }
}
