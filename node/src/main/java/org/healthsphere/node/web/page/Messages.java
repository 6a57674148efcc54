package org.healthsphere.node.web.page;

import java.math.BigDecimal;
import java.text.ListFormat;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a page says, in the reader's language, at the time of his request. */
public final class Messages {
    private final Locale locale;
    private final Map<String, String> texts;
    private final ZoneId zone;
    private final Instant now;

    Messages(Locale locale, Map<String, String> texts, ZoneId zone, Instant now) {
        this.locale = locale;
        this.texts = texts;
        this.zone = zone;
        this.now = now;
    }

    /** A stretch of a sentence; the strong ones are what the reader can change, or what matters. */
    public record Segment(String text, boolean strong) {}

    public String language() {
        return locale.getLanguage();
    }

    public Instant now() {
        return now;
    }

    public LocalDate today() {
        return now.atZone(zone).toLocalDate();
    }

    public String text(String key, Object... arguments) {
        return format(pattern(key), arguments);
    }

    public Optional<String> maybe(String key) {
        return Optional.ofNullable(texts.get(key)).map(pattern -> format(pattern));
    }

    /** The word for a value: its key is the type's simple name and the value's. */
    public String of(Enum<?> value) {
        return text(value.getDeclaringClass().getSimpleName() + "." + value.name());
    }

    /** The word for a code of a standard, or the code where there is none. */
    public String word(String group, String code) {
        return maybe(group + "." + code).orElse(code);
    }

    /** A sentence whose text marks the strong stretches with asterisks. What is put into it cannot. */
    public List<Segment> rich(String key, Object... arguments) {
        var segments = new ArrayList<Segment>();
        var strong = false;
        for (var part : pattern(key).split("\\*", -1)) {
            if (!part.isEmpty()) {
                segments.add(new Segment(format(part, arguments), strong));
            }
            strong = !strong;
        }
        return segments;
    }

    /** The words with commas and an "and". */
    public String list(Collection<String> words) {
        return words.isEmpty()
                ? ""
                : ListFormat.getInstance(locale, ListFormat.Type.STANDARD, ListFormat.Style.FULL)
                        .format(List.copyOf(words));
    }

    public String number(long value) {
        return NumberFormat.getIntegerInstance(locale).format(value);
    }

    public String date(LocalDate date) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .format(date);
    }

    /** For where there is little room; the year with all its digits. */
    public String shortDate(LocalDate date) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(locale)
                .format(date);
    }

    /** A measured number, with as many digits as it was written with. */
    public String decimal(BigDecimal value) {
        var format = NumberFormat.getNumberInstance(locale);
        format.setMinimumFractionDigits(Math.max(0, value.scale()));
        format.setMaximumFractionDigits(Math.max(0, value.scale()));
        return format.format(value);
    }

    public String date(Instant at) {
        return date(at.atZone(zone).toLocalDate());
    }

    public String exactly(Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                .withLocale(locale)
                .format(at.atZone(zone));
    }

    public String time(Instant at) {
        return DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                .withLocale(locale)
                .format(at.atZone(zone));
    }

    /** A near time as its distance, a far one as its date. */
    public String near(Instant at) {
        var ago = Duration.between(at, now);
        if (ago.isNegative() || ago.toDays() > 1) {
            return date(at);
        }
        if (ago.toMinutes() < 1) {
            return text("near.now");
        }
        return ago.toHours() < 1 ? text("near.minutes", ago.toMinutes()) : text("near.hours", ago.toHours());
    }

    public String duration(Duration time) {
        if (time.toMillis() < 1_000) {
            return text("duration.milliseconds", time.toMillis());
        }
        if (time.toMinutes() < 2) {
            return text("duration.seconds", time.toSeconds());
        }
        if (time.toHours() < 2) {
            return text("duration.minutes", time.toMinutes());
        }
        return time.toDays() < 2 ? text("duration.hours", time.toHours()) : text("duration.days", time.toDays());
    }

    /** An amount of storage in decimal gigabytes. */
    public String gigabytes(long bytes) {
        var format = NumberFormat.getNumberInstance(locale);
        format.setMaximumFractionDigits(1);
        return format.format(bytes / 1e9) + " GB";
    }

    public String decimal(double value, int digits) {
        var format = NumberFormat.getNumberInstance(locale);
        format.setMaximumFractionDigits(digits);
        return format.format(value);
    }

    private String pattern(String key) {
        var pattern = texts.get(key);
        if (pattern == null) {
            throw new IllegalStateException("no text for " + key + " in " + locale.getLanguage());
        }
        return pattern;
    }

    private String format(String pattern, Object... arguments) {
        return new MessageFormat(pattern, locale).format(arguments);
    }
}
