package org.healthsphere.terminology.grammar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The registry of language subtags (RFC 5646, section 3), as it is kept by IANA. */
final class Subtags {
    /** When the registry was as it is here. */
    static final String VERSION = "2025-08-25";

    private static final String FILE = "language-subtags.tsv";
    private static final String RANGE = "..";

    private final Map<String, Subtag> known = new HashMap<>();

    private Subtags() {}

    static Subtags read() {
        var all = new Subtags();
        try (var in = Objects.requireNonNull(Subtags.class.getResourceAsStream(FILE), FILE)) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(all::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private void add(String line) {
        var cells = line.split("\t", -1);
        var subtag = new Subtag(cells[1], cells[2], cells.length > 3);
        if (cells[1].contains(RANGE)) {
            addRange(cells[0], cells[1].split("\\.\\.", 2), subtag);
        } else {
            known.put(key(cells[0], cells[1]), subtag);
        }
    }

    /** Those for private use are told by the first and the last of them. */
    private void addRange(String type, String[] ends, Subtag subtag) {
        for (var code = ends[0]; ; code = next(code)) {
            known.put(key(type, code), new Subtag(code, subtag.description(), false));
            if (code.equals(ends[1])) {
                return;
            }
        }
    }

    /** As one counts in letters: after {@code qaz} comes {@code qba}. */
    private static String next(String code) {
        var letters = code.toCharArray();
        for (var i = letters.length - 1; i >= 0; i--) {
            if (Character.toLowerCase(letters[i]) != 'z') {
                letters[i]++;
                return new String(letters);
            }
            letters[i] -= 'z' - 'a';
        }
        throw new IllegalStateException("a range without an end");
    }

    private static String key(String type, String subtag) {
        return type + " " + subtag.toLowerCase(Locale.ROOT);
    }

    Optional<Subtag> find(String type, String subtag) {
        return Optional.ofNullable(known.get(key(type, subtag)));
    }

    /**
     * A subtag, or a whole tag that was registered.
     *
     * @param subtag as the registry spells it
     */
    record Subtag(String subtag, String description, boolean deprecated) {}
}
