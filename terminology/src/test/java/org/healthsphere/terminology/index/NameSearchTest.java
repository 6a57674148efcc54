package org.healthsphere.terminology.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem.Designation;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.CodeSystem.Words;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.roaringbitmap.RoaringBitmap;

/** Search by the text index finds what looking at every name finds. */
class NameSearchTest {
    private static final List<String> SYLLABLES =
            List.of("car", "dia", "be", "tes", "mélli", "tus", "in", "fark", "t", "zu");

    private static CodeSystemIndex system(Random random, int concepts) {
        List<Row> rows = new ArrayList<>();
        for (var i = 0; i < concepts; i++) {
            var names = List.of(
                    new Designation("de", "", name(random)),
                    new Designation("de-AT", "", name(random)),
                    new Designation("fr", "", name(random)));
            rows.add(new Row("C" + i, new Words(name(random), "", names), false, false, List.of(), List.of()));
        }
        var system = Samples.codeSystem(new Canonical("https://example.org/names", "1"), rows);
        return new CodeSystemIndex(
                Txi.of(ByteBuffer.wrap(Compiler.compile(system).orElseThrow())));
    }

    private static String name(Random random) {
        var name = new StringBuilder();
        for (var word = 1 + random.nextInt(4); word > 0; word--) {
            for (var part = 1 + random.nextInt(4); part > 0; part--) {
                name.append(SYLLABLES.get(random.nextInt(SYLLABLES.size())));
            }
            name.append(word > 1 ? List.of(" ", "-", ", ").get(random.nextInt(3)) : "");
        }
        return name.toString();
    }

    private static LuceneNames lucene(CodeSystemIndex system) throws IOException {
        var directory = new ByteBuffersDirectory();
        LuceneNames.write(system, directory);
        return LuceneNames.open(directory);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void the_index_finds_what_a_scan_finds(long seed) throws IOException {
        var random = new Random(seed);
        var system = system(random, 120);
        var index = lucene(system);
        var scan = new ScannedNames(system);
        var found = 0;
        for (var i = 0; i < 80; i++) {
            var words = NameFilter.words(asked(random));
            var languages = List.of(Set.<String>of(), Set.of("de"), Set.of("fr", "de-AT"))
                    .get(random.nextInt(3));
            for (var similar : List.of(false, true)) {
                var expected = scan.find(words, languages, similar);
                assertThat(index.find(words, languages, similar))
                        .as(words + " " + languages)
                        .isEqualTo(expected);
                found += expected.getCardinality();
            }
        }
        assertThat(found).isPositive();
    }

    private static String asked(Random random) {
        var name = name(random);
        var start = name.substring(0, 1 + random.nextInt(name.length()));
        if (random.nextBoolean() || start.length() < 3) {
            return start;
        }
        var at = 1 + random.nextInt(start.length() - 1);
        return switch (random.nextInt(3)) {
            case 0 -> start.substring(0, at) + start.substring(at + 1);
            case 1 -> start.substring(0, at) + "x" + start.substring(at);
            default -> start.substring(0, at) + "e" + start.substring(at + 1);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "diabetes, diabetes, true",
        "diabets, diabetes, true",
        "diabetse, diabetes, true",
        "dibaetse, diabetes, true",
        "xiabetes, diabetes, false",
        "cat, cut, false",
        "carp, cart, true",
        "diab, diabetes, true",
        "infartc, infarction, true",
        "diabetesx, dia, false"
    })
    void a_word_is_like_the_start_of_another_when_few_letters_are_wrong(String wanted, String word, boolean like) {
        assertThat(Spelling.isLikeStartOf(wanted, word)).isEqualTo(like);
    }

    @Test
    void what_is_on_disk_is_opened_again_and_half_an_index_is_made_anew(@TempDir Path folder) throws IOException {
        var random = new Random(9);
        var system = system(random, Texts.SCANNED);
        var file = Txi.of(ByteBuffer.wrap(compiled(random)));
        var place = folder.resolve(file.sha256() + ".text");
        var half = Files.createDirectories(folder.resolve(file.sha256() + ".text.new"));
        Files.writeString(half.resolve("segments_1"), "half");
        var words = List.of("car");
        var first = Texts.in(folder).of(system, file.sha256()).find(words, Set.of(), false);
        assertThat(place).isDirectory();
        assertThat(half).doesNotExist();
        assertThat(Texts.in(folder).of(system, file.sha256()).find(words, Set.of(), false))
                .isEqualTo(first);
        assertThat(first).isNotEqualTo(new RoaringBitmap());
    }

    private static byte[] compiled(Random random) {
        return Compiler.compile(GeneratedSystem.of(random, 5)).orElseThrow();
    }
}
