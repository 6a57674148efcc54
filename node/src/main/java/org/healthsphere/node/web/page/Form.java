package org.healthsphere.node.web.page;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.specs.Bytes;

/**
 * What a reader filled in. Nothing is trusted: each getter parses.
 *
 * @param file that he chose, where the form asks for one
 */
public record Form(Map<String, List<String>> fields, Optional<Bytes> file) {
    public static final Form EMPTY = new Form(Map.of());

    private static final int LONGEST = 2_000;
    private static final int LONGEST_NUMBER = 18;

    public Form {
        fields = Map.copyOf(fields);
    }

    /** One without a file. */
    public Form(Map<String, List<String>> fields) {
        this(fields, Optional.empty());
    }

    public List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    /** As it was typed, for showing it again. */
    public String raw(String name) {
        var all = all(name);
        return all.isEmpty() ? "" : all.getFirst();
    }

    public Optional<String> text(String name) {
        return Optional.of(raw(name).strip()).filter(s -> !s.isEmpty() && s.length() <= LONGEST);
    }

    public Optional<LocalDate> date(String name) {
        return text(name).flatMap(text -> {
            try {
                return Optional.of(LocalDate.parse(text));
            } catch (DateTimeException _) {
                return Optional.empty();
            }
        });
    }

    /** A number with a point or a comma. */
    public Optional<BigDecimal> number(String name) {
        return text(name).filter(text -> text.length() <= LONGEST_NUMBER).flatMap(text -> {
            try {
                return Optional.of(new BigDecimal(text.replace(',', '.')));
            } catch (NumberFormatException _) {
                return Optional.empty();
            }
        });
    }

    /** Something was entered, whether it can be understood or not. */
    public boolean has(String name) {
        return !raw(name).isBlank();
    }

    @Override
    public String toString() {
        return "Form[REDACTED]";
    }
}
