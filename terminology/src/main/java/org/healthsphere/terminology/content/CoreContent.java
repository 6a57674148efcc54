package org.healthsphere.terminology.content;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Sha256;

/**
 * Code systems and value sets of FHIR R4 itself and of HL7 v2 and v3, so far as core profiles bind to them ({@code
 * fhir/core-content.txt} lists them). They are not copied: they are read from the library of HAPI FHIR that holds FHIR's definitions
 * (HL7, CC0), where it is on the class path.
 */
public final class CoreContent {
    private static final String FOLDER = "/org/hl7/fhir/r4/model/valueset/";
    private static final List<String> FILES = List.of("valuesets.xml", "v3-codesystems.xml", "v2-tables.xml");
    private static final String EDITION =
            "/META-INF/maven/ca.uhn.hapi.fhir/hapi-fhir-validation-resources-r4/pom.properties";
    private static final String LIST = "/fhir/core-content.txt";
    private static final String LICENCE = "HL7 FHIR R4 and HL7 Terminology: CC0-1.0";

    private CoreContent() {}

    /** Names what {@link #sources} would give, without giving it: equal fingerprints are equal content. */
    public static Sha256 fingerprint() {
        return Sha256.of(bytes(EDITION), bytes(LIST));
    }

    /** The content, each resource as JSON; none where the library is not there. */
    public static List<SourceFile> sources() {
        var wanted = new HashSet<>(Bytes.of(bytes(LIST)).utf8().lines().toList());
        List<SourceFile> sources = new ArrayList<>();
        for (var file : FILES) {
            resource(FOLDER + file).ifPresent(in -> {
                try (in) {
                    FhirXml.read(in, Set.of("CodeSystem", "ValueSet"), resource -> take(resource, wanted, sources));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return List.copyOf(sources);
    }

    /** Each of them once: some files repeat what others have. */
    private static void take(ObjectNode resource, Set<String> wanted, List<SourceFile> sources) {
        var url = resource.path("url").asText("");
        if (wanted.remove(url)) {
            var name = "core/" + resource.path("resourceType").asText() + "-"
                    + resource.path("id").asText() + ".json";
            sources.add(new SourceFile(name, Bytes.of(CanonicalJson.of(resource.put("copyright", LICENCE)))));
        }
    }

    private static byte[] bytes(String name) {
        return resource(name)
                .map(in -> {
                    try (in) {
                        return in.readAllBytes();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .orElseGet(() -> new byte[0]);
    }

    private static Optional<InputStream> resource(String name) {
        return Optional.ofNullable(CoreContent.class.getResourceAsStream(name));
    }
}
