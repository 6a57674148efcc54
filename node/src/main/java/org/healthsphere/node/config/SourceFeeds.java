package org.healthsphere.node.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.ingest.dicom.ImageArchive;
import org.healthsphere.node.ingest.following.Wanted;
import org.healthsphere.node.ingest.jdbc.Database;
import org.healthsphere.node.ingest.remote.Remote;
import org.healthsphere.node.ingest.table.CsvFolder;
import org.healthsphere.node.ingest.table.CsvForm;

/** What the file of sources says of folders and databases. */
final class SourceFeeds {
    private static final Set<String> CSV = Set.of("folder", "files", "charset", "delimiter", "quote", "nothing");
    private static final Set<String> JDBC = Set.of("url", "user", "password", "driver", "every", "timeout", "tables");
    private static final Set<String> TABLE = Set.of("from", "query", "key", "watermark", "lag");
    private static final Set<String> FHIR = Set.of("url", "authorization", "topic", "criteria", "types", "every");
    private static final Set<String> DICOMWEB = Set.of("url", "authorization", "since", "days", "every");
    private static final Map<String, Character> NAMED = Map.of("tab", '\t', "space", ' ');
    private static final long DAY_SECONDS = 86_400;
    private static final long YEARS_DAYS = 36_500;

    private SourceFeeds() {}

    static CsvFolder.Place csv(JsonNode json, Path folder) {
        var csv = new Members("csv.", json, CSV);
        var usual = CsvForm.USUAL;
        var form = new CsvForm(
                csv.some("charset").map(name -> charset(csv, name)).orElse(usual.charset()),
                csv.some("delimiter")
                        .map(text -> character(csv, "delimiter", text))
                        .orElse(usual.delimiter()),
                csv.some("quote").map(text -> character(csv, "quote", text)).orElse(usual.quote()),
                csv.some("nothing").orElse(usual.nothing()));
        return new CsvFolder.Place(folder.resolve(csv.text("folder")), csv.pairs("files"), form);
    }

    /** In which messages are that name none. */
    static Charset v2(JsonNode json) {
        var v2 = new Members("v2.", json, Set.of("charset"));
        var charset = charset(v2, v2.text("charset"));
        if (!charset.newEncoder().canEncode('|') || "|".getBytes(charset)[0] != '|') {
            throw v2.refuse("charset", "one that has ASCII's letters is expected, as UTF-8 or windows-1252");
        }
        return charset;
    }

    static Path ccda(JsonNode json, Path folder) {
        return folder.resolve(new Members("ccda.", json, Set.of("folder")).text("folder"));
    }

    private static Charset charset(Members csv, String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            throw csv.refuse("charset", "a character set is expected, as UTF-8 or windows-1252");
        }
    }

    private static char character(Members csv, String name, String text) {
        if (NAMED.containsKey(text)) {
            return NAMED.getOrDefault(text, '\t');
        }
        if (text.length() != 1) {
            throw csv.refuse(name, "one character is expected, or tab");
        }
        return text.charAt(0);
    }

    static Database jdbc(JsonNode json, Path folder) {
        var jdbc = new Members("jdbc.", json, JDBC);
        List<Database.Query> queries = new ArrayList<>();
        json.path("tables").properties().forEach(e -> queries.add(query(e.getKey(), e.getValue())));
        return new Database(
                jdbc.text("url"),
                jdbc.some("user"),
                jdbc.some("password").map(folder::resolve),
                jdbc.some("driver").map(folder::resolve),
                Duration.ofSeconds(Math.max(1, jdbc.whole("every", 60, DAY_SECONDS))),
                Duration.ofSeconds(Math.max(1, jdbc.whole("timeout", 300, DAY_SECONDS))),
                queries);
    }

    static Wanted fhir(JsonNode json, Path folder) {
        var fhir = new Members("fhir.", json, FHIR);
        return new Wanted(
                place(fhir, folder),
                fhir.some("topic"),
                json.has("criteria") ? fhir.texts("criteria") : List.of(),
                fhir.texts("types"),
                Duration.ofSeconds(Math.max(1, fhir.whole("every", 300, DAY_SECONDS))));
    }

    static ImageArchive dicomweb(JsonNode json, Path folder) {
        var archive = new Members("dicomweb.", json, DICOMWEB);
        return new ImageArchive(
                place(archive, folder),
                archive.some("since").map(text -> day(archive, text)).orElse(LocalDate.EPOCH),
                (int) archive.whole("days", 7, YEARS_DAYS),
                Duration.ofSeconds(Math.max(1, archive.whole("every", 300, DAY_SECONDS))));
    }

    private static LocalDate day(Members archive, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException _) {
            throw archive.refuse("since", "a day is expected, as 2026-01-31");
        }
    }

    private static Remote.Place place(Members members, Path folder) {
        try {
            return new Remote.Place(
                    URI.create(members.text("url")),
                    members.some("authorization").map(folder::resolve));
        } catch (IllegalArgumentException e) {
            throw members.refuse(
                    "url", Optional.ofNullable(e.getMessage()).orElse("").replaceFirst("^[a-z.]*url: ", ""));
        }
    }

    private static Database.Query query(String name, JsonNode json) {
        var table = new Members("jdbc.tables." + name + ".", json, TABLE);
        var relation = table.some("from");
        var sql = table.some("query");
        if (relation.isPresent() == sql.isPresent()) {
            throw table.refuse("from", "give either from, a table, or query, a SELECT");
        }
        return new Database.Query(
                name,
                relation.<Database.From>map(Database.From.Relation::of)
                        .or(() -> sql.map(Database.From.Sql::new))
                        .orElseThrow(),
                table.texts("key"),
                table.text("watermark"),
                Duration.ofSeconds(table.whole("lag", 0, DAY_SECONDS)));
    }
}
