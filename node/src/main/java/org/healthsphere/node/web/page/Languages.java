package org.healthsphere.node.web.page;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

/** The languages of the pages, and which of them a reader gets (RFC 9110, section 12.5.4). */
public final class Languages {
    static final List<Locale> OFFERED = List.of(Locale.ENGLISH, Locale.GERMAN);

    private static final List<String> FILES = List.of("access", "messages", "trouble");
    private static final int LONGEST_HEADER = 512;

    private final Map<String, Map<String, String>> texts = new HashMap<>();
    private final ZoneId zone;

    public Languages(ZoneId zone) {
        this.zone = zone;
        OFFERED.forEach(locale -> texts.put(locale.getLanguage(), load(locale)));
    }

    /** The reader's language, or English; dates and numbers in the form of his country. */
    public Messages messages(String acceptLanguage, Instant now) {
        var locale = locale(acceptLanguage);
        return new Messages(locale, Objects.requireNonNull(texts.get(locale.getLanguage())), zone, now);
    }

    private static Locale locale(String acceptLanguage) {
        if (acceptLanguage.isBlank() || acceptLanguage.length() > LONGEST_HEADER) {
            return Locale.UK;
        }
        try {
            return LanguageRange.parse(acceptLanguage).stream()
                    .filter(range -> range.getWeight() > 0)
                    .map(range -> Locale.forLanguageTag(range.getRange()))
                    .filter(wanted ->
                            OFFERED.stream().anyMatch(o -> o.getLanguage().equals(wanted.getLanguage())))
                    .findFirst()
                    .map(wanted -> wanted.equals(Locale.ENGLISH) ? Locale.UK : wanted)
                    .orElse(Locale.UK);
        } catch (IllegalArgumentException _) {
            return Locale.UK;
        }
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
