package org.healthsphere.node.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.node.web.desk.CohortQuestion.Side;
import org.healthsphere.node.web.me.Consent.State;
import org.healthsphere.node.web.ops.Check;
import org.healthsphere.node.web.ops.Member.Standing;
import org.healthsphere.node.web.me.SharingForm;
import org.healthsphere.node.web.me.Viewer;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.node.web.view.Measured.Mark;
import org.healthsphere.node.web.view.Person.Sex;
import org.healthsphere.node.web.view.Sensitivity;
import org.healthsphere.node.web.view.SiteAnswer.Status;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagesTest {
    private static final Instant NOW = Instant.parse("2026-03-03T10:15:00Z");
    private static final Pattern USED = Pattern.compile("\\bm\\.(?:text|rich)\\(\"([A-Za-z.]+)\"[,)]");

    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)");

    private final Languages languages = new Languages(ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|en|3 March 2026",
                "de|de|3. März 2026",
                "de-AT,de;q=0.9,en;q=0.8|de|3. März 2026",
                "en-US,en;q=0.9|en|March 3, 2026",
                "fr-FR, de;q=0.5, en;q=0.4|fr|3 mars 2026",
                "it, pt|en|3 March 2026",
                "it, es;q=0.2|es|3 de marzo de 2026",
                "es-MX|es|3 de marzo de 2026",
                "fr-CA|fr|3 mars 2026",
                "de;q=0, en|en|3 March 2026",
                "*|en|3 March 2026",
                ";;;=,|en|3 March 2026"
            })
    void a_reader_gets_his_language_and_the_dates_of_his_country(String header, String language, String date) {
        var messages = languages.messages(header, NOW);
        assertThat(messages.language()).isEqualTo(language);
        assertThat(messages.date(NOW)).isEqualTo(date);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "es|de-AT|es|3 de marzo de 2026",
                "en|de-AT,en-US;q=0.5|en|March 3, 2026",
                "en|de|en|3 March 2026",
                "it|de|de|3. März 2026"
            })
    void what_the_reader_chose_comes_before_what_his_browser_asks_for(
            String chosen, String header, String language, String date) {
        var messages = languages.messages(Optional.of(chosen), header, NOW);
        assertThat(messages.language()).isEqualTo(language);
        assertThat(messages.date(NOW)).isEqualTo(date);
    }

    @Test
    void each_language_is_offered_by_its_own_name() {
        assertThat(Languages.names())
                .containsExactly(
                        Map.entry("en", "English"),
                        Map.entry("es", "Español"),
                        Map.entry("fr", "Français"),
                        Map.entry("de", "Deutsch"));
    }

    /** What stands between the tags of a template comes from the bundles; what is no word is a sign. */
    @Test
    void no_template_says_anything_by_itself() throws IOException {
        try (var files = Files.walk(Path.of("src/main/jte"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Templates.words(Files.readString(file))).as(file.toString()).isEmpty();
            }
        }
    }

    @Test
    void every_language_says_everything() {
        var english = new TreeSet<>(Languages.load(Locale.ENGLISH).keySet());
        for (var locale : Languages.OFFERED) {
            assertThat(new TreeSet<>(Languages.load(locale).keySet()))
                    .as(locale.toString())
                    .isEqualTo(english);
        }
    }

    @Test
    void every_text_is_a_pattern_with_the_same_places_in_every_language() {
        var english = Languages.load(Locale.ENGLISH);
        for (var locale : Languages.OFFERED) {
            Languages.load(locale).forEach((key, text) -> {
                assertThat(text).as(key).doesNotContain("'").isNotBlank();
                assertThat(places(text)).as(key).isEqualTo(places(english.getOrDefault(key, "")));
                assertThat(text.chars().filter(c -> c == '*').count() % 2)
                        .as(key)
                        .isZero();
            });
        }
    }

    @Test
    void every_text_that_a_page_asks_for_exists() throws IOException {
        var english = Languages.load(Locale.ENGLISH);
        var used = new TreeSet<String>();
        for (var folder : List.of("src/main/jte", "src/main/java/org/healthsphere/node/web")) {
            try (var files = Files.walk(Path.of(folder))) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    USED.matcher(Files.readString(file)).results().forEach(found -> used.add(found.group(1)));
                }
            }
        }
        assertThat(used).hasSizeGreaterThan(200);
        assertThat(english.keySet()).containsAll(used);
    }

    @Test
    void every_value_has_a_word() {
        var english = Languages.load(Locale.ENGLISH);
        var values = Stream.of(
                        Category.values(),
                        Sensitivity.values(),
                        Status.values(),
                        State.values(),
                        Sex.values(),
                        Standing.values(),
                        Check.Subject.values(),
                        Check.Level.values(),
                        Role.values(),
                        new Mark[] {Mark.HIGH, Mark.LOW})
                .flatMap(Arrays::stream)
                .map(value -> value.getDeclaringClass().getSimpleName() + "." + value.name());
        assertThat(english.keySet())
                .containsAll(values.toList())
                .containsAll(prefixed("yours.", Category.values()))
                .containsAll(prefixed("mine.", SharingForm.kinds().toArray(Category[]::new)))
                .containsAll(prefixed("viewer.", Viewer.PURPOSES.toArray(PurposeOfUse[]::new)))
                .containsAll(prefixed("seen.", Viewer.PURPOSES.toArray(PurposeOfUse[]::new)))
                .containsAll(prefixed("why.", PurposeOfUse.values()))
                .containsAll(prefixed("ledger.", LedgerMode.values()))
                .containsAll(prefixed("guarantee.", LedgerMode.values()))
                .containsAll(prefixed("question.", Side.values()))
                .containsAll(prefixed("health.", Check.Level.values()))
                .containsAll(prefixed("remedy.", Check.Subject.values()))
                .containsAll(prefixed(
                        "gap.",
                        Arrays.stream(Status.values())
                                .filter(s -> !s.isComplete())
                                .toArray(Status[]::new)));
    }

    @Test
    void every_fault_says_what_happened_what_it_means_and_what_to_do() {
        var english = Languages.load(Locale.ENGLISH).keySet();
        assertThat(Stream.concat(
                        Arrays.stream(Fault.class.getPermittedSubclasses()).map(Class::getSimpleName),
                        Stream.of("StaleForm", "SignedOut", "OtherPlace", "Defect")))
                .allSatisfy(kind -> assertThat(english)
                        .contains(
                                "trouble." + kind + ".happened",
                                "trouble." + kind + ".means",
                                "trouble." + kind + ".do"));
    }

    private static List<String> prefixed(String prefix, Enum<?>[] values) {
        return Arrays.stream(values).map(value -> prefix + value.name()).toList();
    }

    /** The numbers of the arguments that it has a place for. */
    private static Set<String> places(String text) {
        assertThat(new MessageFormat(text, Locale.ENGLISH).toPattern()).isNotNull();
        return PLACE.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }
}
