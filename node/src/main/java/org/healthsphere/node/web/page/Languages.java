package org.healthsphere.node.web.page;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The languages of the pages, and which of them a reader gets (RFC 9110, section 12.5.4). */
public final class Languages {
    static final List<Locale> OFFERED =
            List.of(Locale.ENGLISH, Locale.of("es"), Locale.FRENCH, Locale.GERMAN);

    private static final List<String> FILES = List.of("access", "messages", "portal", "trouble");
    private static final int LONGEST_HEADER = 512;

    private final Map<String, Map<String, String>> texts = new HashMap<>();
    private final ZoneId zone;

    public Languages(ZoneId zone) {
        this.zone = zone;
        OFFERED.forEach(locale -> texts.put(locale.getLanguage(), load(locale)));
    }

    /** The reader's language, or English; dates and numbers in the form of his country. */
    public Messages messages(String acceptLanguage, Instant now) {
        return messages(locale(acceptLanguage), now);
    }

    /** The language that the reader chose, if he did; of it the form of his country, if his browser says one. */
    Messages messages(Optional<String> chosen, String acceptLanguage, Instant now) {
        return chosen.filter(Languages::isOffered)
                .map(language -> messages(
                        wanted(acceptLanguage)
                                .filter(locale -> locale.getLanguage().equals(language))
                                .findFirst()
                                .orElseGet(() -> usual(Locale.of(language))),
                        now))
                .orElseGet(() -> messages(acceptLanguage, now));
    }

    private Messages messages(Locale locale, Instant now) {
        return new Messages(locale, Objects.requireNonNull(texts.get(locale.getLanguage())), zone, now);
    }

    /** What the pages can be read in, each by its own name. */
    public static Map<String, String> names() {
        var names = new LinkedHashMap<String, String>();
        OFFERED.forEach(locale -> names.put(locale.getLanguage(), capital(locale.getDisplayLanguage(locale), locale)));
        return names;
    }

    private static String capital(String name, Locale locale) {
        return name.substring(0, 1).toUpperCase(locale) + name.substring(1);
    }

    public static boolean isOffered(String language) {
        return OFFERED.stream().anyMatch(locale -> locale.getLanguage().equals(language));
    }

    private static Locale locale(String acceptLanguage) {
        return wanted(acceptLanguage).findFirst().orElse(Locale.UK);
    }

    /** The locales that the header asks for and that there are, the best first. */
    private static Stream<Locale> wanted(String acceptLanguage) {
        if (acceptLanguage.isBlank() || acceptLanguage.length() > LONGEST_HEADER) {
            return Stream.empty();
        }
        try {
            return LanguageRange.parse(acceptLanguage).stream()
                    .filter(range -> range.getWeight() > 0)
                    .map(range -> Locale.forLanguageTag(range.getRange()))
                    .filter(wanted -> isOffered(wanted.getLanguage()))
                    .map(Languages::usual);
        } catch (IllegalArgumentException _) {
            return Stream.empty();
        }
    }

    private static Locale usual(Locale locale) {
        return locale.equals(Locale.ENGLISH) ? Locale.UK : locale;
    }

    static Map<String, String> load(Locale locale) {
        var properties = new Properties();
        FILES.forEach(file -> load("/messages/" + file + "_" + locale.getLanguage() + ".properties", properties));
        return properties.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        e -> e.getKey().toString(), e -> e.getValue().toString()));
    }

    private static void load(String name, Properties properties) {
        try (var in = Objects.requireNonNull(Languages.class.getResourceAsStream(name), name);
                var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
