package org.healthsphere.node.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * The mapping files for one kind of source, read and checked.
 *
 * <p>A file has {@code maps} (resources), {@code types} (data types), {@code tables} (codes) and {@code settings}. Nothing in it
 * is skipped: an unknown word, path, converter or table is a problem, and all problems are told at once.
 */
public final class Mappings {
    private final Map<String, ElementMap> maps;
    private final Map<String, CodeTable> tables;
    private final ObjectNode settings;
    private final String version;

    Mappings(Map<String, ElementMap> maps, Map<String, CodeTable> tables, ObjectNode settings, String version) {
        this.maps = Map.copyOf(maps);
        this.tables = Map.copyOf(tables);
        this.settings = settings;
        this.version = version;
    }

    /** The files of these names on the class path; IllegalArgumentException with every problem in them. */
    public static Mappings load(Language language, String folder, List<String> names) {
        return load(language, folder, names, Map.of());
    }

    /**
     * The same, and a hospital's own files over them, by name; {@code change} in those alters maps of these.
     *
     * <p>IllegalArgumentException with every problem in them, by file, line and column.
     */
    public static Mappings load(Language language, String folder, List<String> names, Map<String, Bytes> overlays) {
        var positions = new Positions();
        var reader = new MappingReader(language, positions);
        var digest = new StringBuilder();
        var files = new LinkedHashMap<String, ObjectNode>();
        for (var name : names) {
            var bytes = resource(folder + "/" + name);
            digest.append(Sha256.of(bytes.array()));
            files.put(name, positions.read(name, bytes));
        }
        new TreeMap<>(overlays).forEach((name, bytes) -> {
            digest.append(Sha256.of(bytes.array()));
            var overlay = positions.read(name, bytes);
            new Overlay(files).apply(overlay).forEach(p -> reader.problem(p.at(), p.what()));
            files.put("overlay " + name, overlay);
        });
        // A map may name a table of a file that comes later.
        files.values().forEach(reader::tables);
        files.forEach(reader::file);
        return reader.mappings(folder.substring(folder.lastIndexOf('/') + 1)
                + " "
                + Sha256.of(digest.toString()).hex().substring(0, 12));
    }

    private static Bytes resource(String name) {
        try (var in = Mappings.class.getResourceAsStream("/" + name)) {
            return Bytes.of(Optional.ofNullable(in)
                    .orElseThrow(() -> new IllegalArgumentException("no mapping file " + name))
                    .readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Name and content version, as provenance states it. */
    public String version() {
        return version;
    }

    /** IllegalArgumentException when there is none of this name. */
    public ElementMap map(String name) {
        return Optional.ofNullable(maps.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no map of the name " + name));
    }

    /** IllegalArgumentException when there is none of this name. */
    public CodeTable table(String name) {
        return Optional.ofNullable(tables.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no table of the name " + name));
    }

    /** What the reader of the source itself is told, for instance which message types there are. */
    public JsonNode settings(String name) {
        return settings.path(name);
    }
}
