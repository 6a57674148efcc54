package org.healthsphere.terminology.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.content.ContentReader;
import org.healthsphere.terminology.content.SourceFile;

/**
 * Reads a FHIR package ({@code .tgz}, as the registries of FHIR hand them out): its code systems, value sets and concept maps.
 *
 * <p>A package is taken as far as it can be: what cannot be honoured is left out and named, with the reason.
 */
final class FhirPackage {
    private static final Set<String> KINDS = Set.of("CodeSystem", "ValueSet", "ConceptMap", "NamingSystem");
    private static final JsonMapper JSON = new JsonMapper();

    private final Release release;
    private final Map<String, Integer> others = new TreeMap<>();
    private long read;

    private FhirPackage(Release release) {
        this.release = release;
    }

    static void read(Release release, Consumer<Content> into) {
        new FhirPackage(release).read(into);
    }

    private void read(Consumer<Content> into) {
        var name = release.archive().names().getFirst();
        try (var in =
                new GZIPInputStream(new BufferedInputStream(release.archive().open(name)), 1 << 16)) {
            var tar = new Tar(in);
            for (var file = tar.next(); file.isPresent(); file = tar.next()) {
                take(file.orElseThrow(), into);
            }
        } catch (ZipException | EOFException _) {
            release.findings().add(name, "is not a .tgz archive, or is damaged");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        others.forEach((type, count) -> release.findings().note(count + " " + type + " resources are not terminology"));
        release.progress().at(name, read);
    }

    /** Resources lie right below {@code package/}; folders below that hold examples. */
    private void take(Tar.File file, Consumer<Content> into) throws IOException {
        var path = file.name();
        if (!path.startsWith("package/") || path.indexOf('/', "package/".length()) >= 0 || !path.endsWith(".json")) {
            return;
        }
        var type = type(file);
        if (!KINDS.contains(type)) {
            others.merge(type.isEmpty() ? "other" : type, 1, Integer::sum);
            return;
        }
        read++;
        switch (ContentReader.read(new SourceFile(path, file.content()))) {
            case Outcome.Success<Content>(var content) -> into.accept(content);
            case Outcome.Failure<Content>(Fault.Invalid(var problems)) ->
                release.findings().note("left out: " + problems.getFirst());
            case Outcome.Failure<Content>(var fault) -> release.findings().note("left out: " + path + ": " + fault);
        }
    }

    private static String type(Tar.File file) {
        try {
            JsonNode resource = JSON.readTree(file.content().array());
            return resource.path("resourceType").asText("");
        } catch (IOException _) {
            return "";
        }
    }
}
