package org.healthsphere.node.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.Receipt;
import org.healthsphere.node.ingest.cda.CdaFeed;
import org.healthsphere.node.ingest.v2.V2Feed;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages and documents of others: each is taken, what it becomes is valid FHIR R4, and where somebody else's bundle is at hand, what
 * that says is said here too, or is written down in {@code samples/differences.csv} with its reason.
 *
 * <p>They are others' and not here: {@code -Dfeed.samples} names a folder with {@code v2/messages}, {@code v2/expected},
 * {@code ccda/documents} and {@code ccda/sections}.
 */
@EnabledIfSystemProperty(
        named = "feed.samples",
        matches = ".+",
        disabledReason = "-Dfeed.samples=FOLDER names no folder with messages and documents")
class SamplesIT {
    /** The list of common ones is preferred, any other of BCP 47 is allowed (FHIR R4, Patient.communication.language). */
    private static final String COMMON_LANGUAGES = "is not in valueset: http://hl7.org/fhir/ValueSet/languages";

    private final Path samples = Path.of(System.getProperty("feed.samples", ""));
    private final ReferenceValidator validator = new ReferenceValidator(new Packages(Optional.empty()));
    private final List<String> problems = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void messages_of_others_become_valid_fhir_that_says_what_another_converter_says() {
        var missing = new TreeMap<String, Integer>();
        for (var file : files("v2/messages")) {
            var made = taken(V2Feed.KIND, file, text(file).replace("\r\n", "\r").replace('\n', '\r'));
            var name = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
            expected(name)
                    .ifPresent(bundle -> new Agreement(made).missing(bundle).forEach((what, value) -> {
                        missing.merge(what, 1, Integer::sum);
                        values.add(name + " " + what + " " + value);
                    }));
        }
        assertThat(problems).isEmpty();
        assertThat(missing)
                .as(() -> "in messages, and the values:\n" + String.join("\n", values))
                .isEqualTo(Agreement.explained());
    }

    @Test
    void documents_and_sections_of_others_become_valid_fhir() {
        for (var file : Stream.concat(files("ccda/documents").stream(), files("ccda/sections").stream())
                .toList()) {
            var _ = taken(CdaFeed.KIND, file, Fragments.whole(text(file)));
        }
        assertThat(problems).isEmpty();
    }

    /** What the node has of it afterwards, each resource valid. */
    private List<StoredResource> taken(String kind, Path file, String text) {
        var kit = new Kit(folder.resolve(file.getFileName().toString()), new V2Feed(), new CdaFeed());
        var name = file.getFileName().toString();
        switch (kit.take(kind, text)) {
            case Receipt.Stored _ -> {}
            case Receipt.Quarantined(var _, var reason) -> problems.add(name + " not taken: " + reason);
            case Receipt other -> problems.add(name + " not taken: " + other);
        }
        var made = current(kit);
        for (var resource : made) {
            var json = resource.json().utf8();
            UsCorePackagesIT.remarks(validator, json, List.of())
                    .filter(remark -> !remark.contains(COMMON_LANGUAGES))
                    .forEach(remark -> problems.add(name + " " + resource.id().type() + " " + remark + " IN " + json));
        }
        return made;
    }

    private static List<StoredResource> current(Kit kit) {
        try (var changes = kit.store.changesAfter(0)) {
            return changes.map(StoredResource::id).distinct().toList().stream()
                    .flatMap((ResourceId id) -> kit.store.get(id).stream())
                    .filter(resource -> !resource.deleted())
                    .toList();
        }
    }

    private Optional<String> expected(String name) {
        return Optional.of(samples.resolve("v2/expected").resolve(name + ".json"))
                .filter(Files::exists)
                .map(SamplesIT::text);
    }

    private List<Path> files(String part) {
        try (var files = Files.walk(samples.resolve(part))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
