package org.healthsphere.node.ingest.cda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.healthsphere.node.ingest.Kit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentFolderTest {
    @TempDir
    Path folder;

    private Kit kit;
    private DocumentFolder documents;

    @BeforeEach
    void start() {
        kit = new Kit(folder.resolve("quarantine"), new CdaFeed());
        documents = new DocumentFolder(folder.resolve("in"), kit.ingest, "north", Kit.CLOCK);
    }

    private void put(String name, String text, Duration age) throws IOException {
        var file = Files.createDirectories(folder.resolve("in")).resolve(name);
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Kit.CLOCK.instant().minus(age)));
    }

    private List<String> names(String part) throws IOException {
        try (var files = Files.list(folder.resolve("in").resolve(part))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void a_document_is_taken_when_it_is_whole_and_what_cannot_be_taken_is_told() throws IOException {
        put("a.xml", Documents.document(Documents.section("11450-4", "None")), Duration.ofMinutes(1));
        put("b.XML", "<!DOCTYPE x><ClinicalDocument/>", Duration.ofMinutes(1));
        put("c.xml", Documents.document(), Duration.ofSeconds(1));
        put("d.txt", "nothing", Duration.ofMinutes(1));

        assertThat(documents.sweep()).isEqualTo(1);

        assertThat(names("done")).containsExactly("a.xml");
        assertThat(names("refused")).containsExactly("b.XML", "b.XML.reason");
        assertThat(Files.readString(folder.resolve("in/refused/b.XML.reason")))
                .isEqualTo("a document type declaration (DOCTYPE) is not allowed\n");
        assertThat(names(".")).containsExactly("c.xml", "d.txt");
        assertThat(kit.all("Composition")).hasSize(1);
        assertThat(kit.ingest.quarantined()).hasSize(1);
    }

    @Test
    void a_document_that_comes_again_counts_once() throws IOException {
        put("a.xml", Documents.document(), Duration.ofMinutes(1));
        assertThat(documents.sweep()).isEqualTo(1);
        put("again.xml", Documents.document(), Duration.ofMinutes(1));
        assertThat(documents.sweep()).isEqualTo(1);

        assertThat(names("done")).containsExactly("a.xml", "again.xml");
        assertThat(kit.store.lastChange()).isEqualTo(1);
    }

    @Test
    void what_cannot_be_stored_now_stays() throws IOException {
        kit.terminology.available(false);
        put("a.xml", Documents.result("<value xsi:type='PQ' value='1' unit='%'/>"), Duration.ofMinutes(1));

        assertThat(documents.sweep()).isZero();
        kit.terminology.available(true);
        assertThat(documents.sweep()).isEqualTo(1);
    }
}
