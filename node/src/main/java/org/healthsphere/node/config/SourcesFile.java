package org.healthsphere.node.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.dicom.ImageArchive;
import org.healthsphere.node.ingest.following.Wanted;
import org.healthsphere.node.ingest.jdbc.Database;
import org.healthsphere.node.ingest.table.CsvFolder;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** The file that tells a node of the hospital's own systems: a JSON array with an object for each source. */
public final class SourcesFile {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> MEMBERS = Set.of(
            "name",
            "zone",
            "identifierSystems",
            "codeSystems",
            "translations",
            "v2",
            "csv",
            "ccda",
            "jdbc",
            "fhir",
            "dicomweb");
    private static final TypeReference<Map<String, String>> SYSTEMS = new TypeReference<>() {};
    private static final TypeReference<Map<String, List<String>>> TRANSLATIONS = new TypeReference<>() {};

    private SourcesFile() {}

    /**
     * A source, and where it is fetched from; what sends by itself is in neither.
     *
     * @param csv the folder into which it puts files
     * @param ccda the folder into which it puts documents
     * @param jdbc its database
     * @param fhir its FHIR server, which tells of changes
     * @param dicomweb its archive of images
     */
    public record Fed(
            Source source,
            Optional<CsvFolder.Place> csv,
            Optional<Path> ccda,
            Optional<Database> jdbc,
            Optional<Wanted> fhir,
            Optional<ImageArchive> dicomweb) {
        /** One that sends by itself. */
        public static Fed sending(Source source) {
            return new Fed(
                    source, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /**
     * Every problem is told, with the source it is in.
     *
     * @param folder from which relative paths in the file are meant
     */
    public static Outcome<List<Fed>> read(Bytes file, Path folder) {
        JsonNode tree;
        try {
            tree = JSON.readTree(file.array());
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            return refused(List.of(new Problem(
                    "line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()), e.getOriginalMessage())));
        } catch (IOException e) {
            return refused(List.of(new Problem("", "cannot be read")));
        }
        if (!tree.isArray()) {
            return refused(List.of(new Problem("", "must be a JSON array with an object for each source")));
        }
        var problems = new ArrayList<Problem>();
        var sources = new ArrayList<Fed>();
        var names = new HashSet<String>();
        tree.forEach(json -> {
            var name = json.path("name").asText("");
            if (!names.add(name)) {
                problems.add(new Problem(name, "is there twice"));
            }
            try {
                sources.add(fed(json, folder));
            } catch (IllegalArgumentException | DateTimeException e) {
                problems.add(new Problem(
                        name.isEmpty() ? "a source without a name" : name,
                        Optional.ofNullable(e.getMessage()).orElse("is wrong")));
            }
        });
        return problems.isEmpty() ? Outcome.of(List.copyOf(sources)) : refused(problems);
    }

    private static Outcome<List<Fed>> refused(List<Problem> problems) {
        return Outcome.failed(new Fault.Invalid(problems.stream()
                .map(p -> new Problem("sources.json" + (p.at().isEmpty() ? "" : ": " + p.at()), p.what()))
                .toList()));
    }

    private static Fed fed(JsonNode json, Path folder) {
        var members = new Members("", json, MEMBERS);
        var source = new Source(
                members.text("name"),
                zone(members.text("zone")),
                JSON.convertValue(json.withObject("/identifierSystems"), SYSTEMS),
                JSON.convertValue(json.withObject("/codeSystems"), SYSTEMS),
                JSON.convertValue(json.withObject("/translations"), TRANSLATIONS),
                members.object("v2").map(SourceFeeds::v2).orElse(StandardCharsets.UTF_8));
        return new Fed(
                source,
                members.object("csv").map(csv -> SourceFeeds.csv(csv, folder)),
                members.object("ccda").map(ccda -> SourceFeeds.ccda(ccda, folder)),
                members.object("jdbc").map(jdbc -> SourceFeeds.jdbc(jdbc, folder)),
                members.object("fhir").map(fhir -> SourceFeeds.fhir(fhir, folder)),
                members.object("dicomweb").map(archive -> SourceFeeds.dicomweb(archive, folder)));
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("zone: a time zone is expected, as Europe/Berlin");
        }
    }

    public static Bytes write(List<Source> sources) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (var source : sources) {
            var json = array.addObject()
                    .put("name", source.name())
                    .put("zone", source.zone().getId());
            json.set("identifierSystems", JSON.valueToTree(source.identifierSystems()));
            json.set("codeSystems", JSON.valueToTree(source.codeSystems()));
            json.set("translations", JSON.valueToTree(source.translations()));
            if (!source.charset().equals(StandardCharsets.UTF_8)) {
                json.putObject("v2").put("charset", source.charset().name());
            }
        }
        return Bytes.utf8(array.toPrettyString());
    }
}
