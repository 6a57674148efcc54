package org.healthsphere.terminology.index;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem.Facts;
import org.healthsphere.terminology.content.Loinc;
import org.healthsphere.terminology.content.Origin;
import org.healthsphere.terminology.content.Snomed;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.content.ValueSet.Clause;
import org.healthsphere.terminology.content.ValueSet.Compose;
import org.healthsphere.terminology.content.ValueSet.Filter;
import org.healthsphere.terminology.grammar.Grammars;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Value sets that nobody has to write, because FHIR says what their URL means: all codes of a system ({@code …/vs},
 * {@code …?fhir_vs}, or what the system itself names), what is below a code ({@code ?fhir_vs=isa/…}), SNOMED CT's reference sets
 * and expressions ({@code refset}, {@code refset/…}, {@code ecl/…}), LOINC's answer lists and parts ({@code http://loinc.org/vs/…}).
 */
final class ImplicitValueSets {
    private static final String MARK = "?fhir_vs";
    private static final String LOINC_VS = Loinc.SYSTEM + "/vs/";
    private static final Pattern EDITION =
            Pattern.compile(Pattern.quote(Snomed.SYSTEM) + "(/(\\d{6,18})(/version/(\\d{8}|\\d{6}))?)?");

    private final Held<CodeSystemIndex> systems;

    ImplicitValueSets(Held<CodeSystemIndex> systems) {
        this.systems = systems;
    }

    /** The value set of the URL, when it is one of these and its code system is held. */
    Optional<ValueSet> find(Canonical asked) {
        var url = asked.url();
        if (url.contains(MARK)) {
            return marked(asked);
        }
        if (url.startsWith(LOINC_VS)) {
            var code = url.substring(LOINC_VS.length());
            var filter =
                    code.startsWith("LL") ? new Filter(Loinc.LIST, "=", code) : new Filter("concept", "is-a", code);
            return of(asked, new Canonical(Loinc.SYSTEM, asked.version()), List.of(filter));
        }
        return named(asked);
    }

    /** A system that says which value set is all of it, or whose value set is called after it. */
    private Optional<ValueSet> named(Canonical asked) {
        var ofSystem = asked.url().endsWith("/vs")
                ? asked.url().substring(0, asked.url().length() - 3)
                : "";
        return systems.all().stream()
                .filter(system -> system.id().url().equals(ofSystem) || isNamed(system.facts(), asked))
                .filter(system -> !system.facts().isSupplement())
                .map(CodeSystemIndex::id)
                .max(Comparator.naturalOrder())
                .flatMap(system -> of(asked, new Canonical(system.url(), asked.version()), List.of()))
                .or(() -> ruled(asked, ofSystem));
    }

    /** All codes that rules make. */
    private Optional<ValueSet> ruled(Canonical asked, String ofSystem) {
        return Grammars.all().stream()
                .filter(grammar -> grammar.id().url().equals(ofSystem)
                        || grammar.valueSet().equals(asked.url()))
                .findFirst()
                .flatMap(grammar -> of(asked, new Canonical(grammar.id().url(), ""), List.of()));
    }

    private static boolean isNamed(Facts facts, Canonical asked) {
        return Canonical.parse(facts.valueSet()).url().equals(asked.url());
    }

    private Optional<ValueSet> marked(Canonical asked) {
        var at = asked.url().indexOf(MARK);
        var system = asked.url().substring(0, at);
        var what = asked.url().substring(at + MARK.length());
        var edition = EDITION.matcher(system);
        return edition.matches()
                ? edition(edition.group(2), edition.group(4)).flatMap(version -> ofSnomed(asked, version, what))
                : ofAny(asked, system, what);
    }

    private Optional<ValueSet> ofAny(Canonical asked, String url, String what) {
        var system = new Canonical(url, asked.version());
        if (what.isEmpty()) {
            return of(asked, system, List.of());
        }
        return after(what, "=isa/").flatMap(code -> of(asked, system, List.of(new Filter("concept", "is-a", code))));
    }

    /** The version that is meant by a module, with a date or without; the default when neither is named. */
    private Optional<String> edition(@Nullable String module, @Nullable String date) {
        if (module == null) {
            return systems.find(new Canonical(Snomed.SYSTEM, "")) instanceof Outcome.Success<CodeSystemIndex>(var any)
                    ? Optional.of(any.id().version())
                    : Optional.empty();
        }
        var start = Snomed.SYSTEM + "/" + module + "/version/" + (date == null ? "" : date);
        return systems.versions(Snomed.SYSTEM).stream()
                .map(system -> system.id().version())
                .filter(version -> date == null ? version.startsWith(start) : version.equals(start))
                .max(Comparator.naturalOrder());
    }

    private Optional<ValueSet> ofSnomed(Canonical asked, String version, String what) {
        var edition = new Canonical(Snomed.SYSTEM, version);
        if (what.isEmpty()) {
            return of(asked, edition, List.of());
        }
        if (what.equals("=refset")) {
            return refsets(asked, edition);
        }
        return after(what, "=isa/")
                .map(code -> new Filter("concept", "is-a", code))
                .or(() -> after(what, "=refset/").map(code -> new Filter("concept", "in", code)))
                .or(() -> after(what, "=ecl/").map(ecl -> new Filter("constraint", "=", ecl)))
                .flatMap(filter -> of(asked, edition, List.of(filter)));
    }

    private static Optional<String> after(String what, String start) {
        return what.startsWith(start) ? Optional.of(decoded(what.substring(start.length()))) : Optional.empty();
    }

    /** As in a URL, but a plus is a plus: what came by a query has been decoded once already. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    /** The reference sets that have members. */
    private Optional<ValueSet> refsets(Canonical asked, Canonical edition) {
        Function<CodeSystemIndex, List<String>> codes = system -> {
            var property = system.property(Snomed.MEMBER_OF);
            var known = new RoaringBitmap();
            (property == CodeSystemIndex.NONE ? List.<String>of() : system.valuesOf(property))
                    .stream()
                            .map(system::find)
                            .filter(concept -> concept != CodeSystemIndex.NONE)
                            .forEach(known::add);
            return known.stream().mapToObj(system::code).toList();
        };
        return systems.find(edition) instanceof Outcome.Success<CodeSystemIndex>(var system)
                ? Optional.of(valueSet(asked, new Clause(edition, codes.apply(system), List.of(), List.of())))
                : Optional.empty();
    }

    private Optional<ValueSet> of(Canonical asked, Canonical system, List<Filter> filters) {
        return systems.has(system.url()) || Grammars.find(system).isPresent()
                ? Optional.of(valueSet(asked, new Clause(system, List.of(), filters, List.of())))
                : Optional.empty();
    }

    private static ValueSet valueSet(Canonical asked, Clause clause) {
        var compose = new Compose(true, List.of(clause), List.of());
        return new ValueSet(asked, asked.url(), Origin.OF_A_REQUEST, compose);
    }
}
