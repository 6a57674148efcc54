package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.Extensions;
import org.healthsphere.terminology.fhir.Languages.Depth;
import org.healthsphere.terminology.fhir.Languages.Wanted;
import org.healthsphere.terminology.index.SystemView;

/** What a concept is called: displays and designations of its code system, its supplements and the value set. */
final class Names {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final List<Term> terms = new ArrayList<>();

    static Names of(SystemView system, int concept) {
        var names = new Names();
        names.addAll(system, concept);
        return names;
    }

    void addAll(SystemView system, int concept) {
        system.names(concept).forEach(name -> terms.add(Term.of(name)));
    }

    /** What the value set itself calls the concept; a display there is in its language. */
    void addListed(JsonNode concept, String language) {
        var display = concept.path("display").asText("").strip();
        if (!display.isEmpty()) {
            terms.add(new Term(language, Optional.empty(), display, "", true, Optional.empty(), concept));
        }
        concept.path("designation").forEach(designation -> terms.add(Term.of(designation, Optional.empty())));
    }

    void clear() {
        terms.clear();
    }

    boolean isEmpty() {
        return terms.isEmpty();
    }

    List<Term> all() {
        return List.copyOf(terms);
    }

    /** How a name that was given compares with those in the languages or in the system's own. */
    Match match(String given, Optional<Languages> languages, String own, boolean onlyActive) {
        var candidates = terms.stream()
                .filter(term -> !onlyActive || term.isActive())
                .filter(term -> term.isIn(languages, own))
                .map(Term::value)
                .toList();
        if (candidates.stream().anyMatch(given::equalsIgnoreCase)) {
            return Match.SAME;
        }
        var plain = plain(given);
        return candidates.stream().map(Names::plain).anyMatch(plain::equals) ? Match.BUT_FOR_BLANKS : Match.NONE;
    }

    private static String plain(String name) {
        return BLANKS.matcher(name).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    }

    /** How many names there are in the languages: those that fit them best. */
    int count(Optional<Languages> languages, boolean onlyDisplays) {
        for (var depth : Depth.values()) {
            var count = (int) terms.stream()
                    .filter(term -> !onlyDisplays || term.isDisplay())
                    .filter(term -> term.fits(languages, depth))
                    .count();
            if (count > 0) {
                return count;
            }
        }
        return 0;
    }

    /** The names in the languages, or all when there are none, for a reader. */
    String present(Optional<Languages> languages, boolean onlyDisplays) {
        var some = presented(term -> (!onlyDisplays || term.isDisplay()) && term.fits(languages, Depth.LANGUAGE));
        return joined(some.isEmpty() ? presented(term -> !onlyDisplays || term.isDisplay()) : some);
    }

    private List<String> presented(Predicate<Term> which) {
        return terms.stream().filter(which).map(Term::toString).toList();
    }

    static String joined(List<String> items) {
        if (items.size() < 2) {
            return String.join("", items);
        }
        return String.join(", ", items.subList(0, items.size() - 1)) + " or " + items.getLast();
    }

    /** The values of the active displays, each once. */
    List<String> displays() {
        return terms.stream()
                .filter(term -> term.isActive() && term.isDisplay())
                .map(Term::value)
                .distinct()
                .toList();
    }

    String status(String value) {
        return terms.stream()
                .filter(term -> term.value().equals(value))
                .map(Term::status)
                .findFirst()
                .orElse("");
    }

    /** The name to show; empty when none will do. */
    Optional<Term> preferred(Optional<Languages> languages) {
        if (languages.isEmpty()) {
            return first(term -> term.isDisplay() && term.isActive())
                    .or(() -> first(Term::isDisplay))
                    .or(() -> first(_ -> true));
        }
        for (var wanted : languages.orElseThrow().wanted()) {
            var found = best(wanted, true).or(() -> best(wanted, false));
            if (found.isPresent()) {
                return found;
            }
        }
        return first(term -> term.language().isEmpty() && term.isDisplay());
    }

    private Optional<Term> best(Wanted wanted, boolean onlyActive) {
        for (var depth : Depth.values()) {
            Predicate<Term> fits = term -> !term.language().isEmpty()
                    && (!onlyActive || term.isActive())
                    && wanted.accepts(term.language(), depth);
            var found = first(fits.and(Term::isDisplay)).or(() -> first(fits));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Term> first(Predicate<Term> which) {
        return terms.stream().filter(which).findFirst();
    }

    enum Match {
        SAME,
        BUT_FOR_BLANKS,
        NONE
    }

    /**
     * One name.
     *
     * @param use a Coding
     * @param status of the designation by the standards-status extension; empty when it has none
     * @param display whether it was given as the display
     * @param supplement the supplement it comes from
     * @param element what it was read from
     */
    record Term(
            String language,
            Optional<JsonNode> use,
            String value,
            String status,
            boolean display,
            Optional<Canonical> supplement,
            JsonNode element) {
        private static final Set<String> INACTIVE = Set.of("withdrawn", "inactive");
        private static final Set<String> PREFERRED = Set.of("preferredForLanguage", "900000000000548007");

        static Term of(SystemView.Name name) {
            var designation = name.designation();
            if (name.element().isPresent()) {
                return of(name.element().orElseThrow(), name.supplement());
            }
            return new Term(
                    designation.language(),
                    use(designation.use()),
                    designation.value(),
                    "",
                    name.isDisplay(),
                    name.supplement(),
                    JsonNodeFactory.instance.objectNode());
        }

        static Term of(JsonNode designation, Optional<Canonical> supplement) {
            return new Term(
                    designation.path("language").asText(""),
                    designation.has("use") ? Optional.of(designation.path("use")) : Optional.empty(),
                    designation.path("value").asText("").strip(),
                    Extensions.text(designation, Extensions.STANDARDS_STATUS),
                    false,
                    supplement,
                    designation);
        }

        private static Optional<JsonNode> use(String text) {
            if (text.isEmpty()) {
                return Optional.empty();
            }
            var use = Canonical.parse(text);
            var coding = JsonNodeFactory.instance.objectNode();
            if (!use.url().isEmpty()) {
                coding.put("system", use.url());
            }
            return Optional.of(coding.put("code", use.version()));
        }

        boolean isActive() {
            return !INACTIVE.contains(status);
        }

        /** Whether it may stand for the concept. */
        boolean isDisplay() {
            return display
                    || use.map(coding -> PREFERRED.contains(coding.path("code").asText("")))
                            .orElse(true);
        }

        boolean fits(Optional<Languages> languages, Depth depth) {
            return language.isEmpty()
                    || languages.isEmpty()
                    || languages.orElseThrow().wanted().stream().anyMatch(wanted -> wanted.accepts(language, depth));
        }

        boolean isIn(Optional<Languages> languages, String own) {
            var isOwn = !own.isEmpty() && !language.isEmpty() && first(own).equals(first(language));
            return isOwn || fits(languages, Depth.LANGUAGE);
        }

        private static String first(String tag) {
            return tag.split("-", 2)[0];
        }

        @Override
        public String toString() {
            return language.isEmpty() ? "'" + value + "'" : "'" + value + "' (" + language + ")";
        }
    }
}
