package org.healthsphere.terminology.fhir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.Standing;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.fhir.Issue.Kind;
import org.healthsphere.terminology.fhir.Issue.Severity;
import org.healthsphere.terminology.index.SystemView;

/** Lists the codes of a value set: what each include takes, together, without what the excludes take. */
final class Expander {
    static final Comparator<Include> LATEST_FIRST = Comparator.comparing(
                    (Include include) -> new Canonical("", include.version()))
            .reversed();

    private final Scope scope;
    private final Predicate<Entry> wanted;
    private final boolean searching;

    Expander(Scope scope) {
        this(scope, _ -> true, false);
    }

    /** Only the codes that are wanted; when they are searched for, what is above and below no longer matters. */
    Expander(Scope scope, Predicate<Entry> wanted, boolean searching) {
        this.scope = scope;
        this.wanted = wanted;
        this.searching = searching;
    }

    Collection<Entry> members(ValueSet valueSet) {
        return expand(valueSet).all();
    }

    Collected expand(ValueSet valueSet) {
        scope.enter(valueSet);
        var includes = Include.includes(valueSet);
        var excludes = Include.excludes(valueSet);
        Stream.concat(includes.stream(), excludes.stream()).forEach(include -> checkImports(include, valueSet));
        var otherVersion = excludesOtherVersions(includes, excludes);
        var merges = scope.asked().said("versionsMatch").orElse(otherVersion);
        var collected = new Collected(hasTwoVersions(includes, excludes), merges);
        if (otherVersion && scope.asked().said("versionsMatch").isEmpty()) {
            collected.use("versionsMatch", "true");
        }
        warn(Standing.of(valueSet.resource()), valueSet.id(), valueSet, collected);
        excludes.forEach(exclude -> exclude(exclude, valueSet, collected));
        includes.stream().sorted(LATEST_FIRST).forEach(include -> include(include, valueSet, collected));
        scope.leave(valueSet);
        return collected;
    }

    private static boolean hasTwoVersions(List<Include> includes, List<Include> excludes) {
        Map<String, String> versions = new HashMap<>();
        return Stream.concat(includes.stream(), excludes.stream())
                .filter(Include::hasSystem)
                .anyMatch(include -> !versions.computeIfAbsent(include.system(), _ -> include.version())
                        .equals(include.version()));
    }

    /** Codes of one version without those of another: then a code is the same in both, or nothing would be left out. */
    private static boolean excludesOtherVersions(List<Include> includes, List<Include> excludes) {
        if (includes.isEmpty() || excludes.isEmpty()) {
            return false;
        }
        var system = includes.getFirst().system();
        var same = Stream.concat(includes.stream(), excludes.stream())
                .allMatch(include ->
                        include.system().equals(system) && !include.version().isEmpty());
        var included = new HashSet<>(includes.stream().map(Include::version).toList());
        return same && excludes.stream().noneMatch(exclude -> included.contains(exclude.version()));
    }

    private void checkImports(Include include, ValueSet by) {
        for (var named : include.valueSets()) {
            var _ = valueSet(named, by);
        }
    }

    ValueSet valueSet(String named, ValueSet by) {
        var canonical = scope.asked().valueSet(named);
        return scope.valueSet(canonical, by.resource())
                .orElseThrow(() -> Refused.request(
                        422,
                        canonical.hasVersion()
                                ? Issue.error(
                                        Kind.NOT_FOUND,
                                        "",
                                        Message.VS_EXP_IMPORT_UNK_PINNED,
                                        canonical.url(),
                                        canonical.version())
                                : Issue.error(Kind.NOT_FOUND, "", Message.VS_EXP_IMPORT_UNK, canonical.url())));
    }

    private void include(Include include, ValueSet by, Collected into) {
        var searched = searching && include.isWholeSystem();
        if (searched
                || !include.valueSets().isEmpty()
                || !include.concepts().isEmpty()
                || include.filters().size() > 1) {
            into.flatten();
        }
        var imports = imports(include, by, into);
        if (!include.hasSystem()) {
            imports.getFirst().all().stream()
                    .filter(entry -> isInAll(entry, imports))
                    .filter(entry -> !leavesOut(entry, by))
                    .forEach(entry -> into.add(entry, Optional.empty()));
            return;
        }
        var system = system(include, by, into);
        Predicate<Entry> passes = entry -> isInAll(entry, imports) && !leavesOut(entry, by) && wanted.test(entry);
        if (include.concepts().isEmpty()) {
            addAll(system, include, new Adding(by, into, passes));
        } else {
            addListed(system, include, new Adding(by, into, passes));
        }
    }

    private boolean leavesOut(Entry entry, ValueSet by) {
        var active = Scope.excludesInactive(by) || scope.asked().is("activeOnly");
        return (active && entry.isInactive()) || (scope.asked().is("excludeNotForUI") && entry.isAbstract());
    }

    private static boolean isInAll(Entry entry, List<Collected> imports) {
        return imports.stream().allMatch(imported -> imported.has(entry));
    }

    /** Codes that are made by rules have no end. */
    static void mustBeListed(SystemView system, ValueSet by) {
        if (!system.isListed()) {
            throw Refused.request(
                    422,
                    Issues.plain(
                            Severity.ERROR,
                            "too-costly",
                            "The value set '" + by.id() + "' cannot be expanded: the codes of "
                                    + system.id().url() + " are made by rules and have no end"));
        }
    }

    private static void addAll(SystemView system, Include include, Adding adding) {
        mustBeListed(system, adding.by());
        var concepts = Filtered.of(system, include, adding.by());
        concepts.forEach(concept -> {
            if (system.parents(concept).size() > 1) {
                adding.into().flatten();
            }
            adding.add(Entry.of(system, concept, adding.by()), above(system, concept, adding.into()));
        });
    }

    /** The nearest ancestor that is in the expansion. */
    private static Optional<Entry> above(SystemView system, int concept, Collected into) {
        Deque<Integer> open = new ArrayDeque<>(system.parents(concept));
        Set<Integer> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            var parent = open.remove();
            var found = into.find(system.id(), system.code(parent));
            if (found.isPresent()) {
                return found;
            }
            system.parents(parent).stream().filter(seen::add).forEach(open::add);
        }
        return Optional.empty();
    }

    /** A code that is listed and does not exist is not in. */
    private static void addListed(SystemView system, Include include, Adding adding) {
        for (var listed : include.concepts()) {
            var concept = system.find(listed.path("code").asText(""));
            if (concept != SystemView.NONE) {
                adding.add(Entry.listed(system, concept, adding.by(), listed), Optional.empty());
            }
        }
    }

    private List<Collected> imports(Include include, ValueSet by, Collected into) {
        List<Collected> imports = new ArrayList<>();
        for (var named : include.valueSets()) {
            var other = valueSet(named, by);
            var imported = new Expander(scope, wanted, searching).expand(other);
            into.useAll(imported);
            warn(Standing.of(other.resource()), other.id(), by, into);
            if (!named.startsWith("#")) {
                into.use("used-valueset", other.id().toString());
            }
            imports.add(imported);
        }
        return imports;
    }

    SystemView system(Include include, ValueSet by, Collected into) {
        var version = scope.asked().version(include.system(), include.version());
        var found = scope.exactly(include.system(), version).orElseThrow(() -> unknown(include.system(), version));
        scope.asked().versions().check(found.id().url(), found.id().version(), "").stream()
                .findFirst()
                .ifPresent(issue -> {
                    throw Refused.request(400, issue);
                });
        warn(found.facts().standing(), found.id(), by, into);
        into.use("used-codesystem", found.id().toString());
        if (!found.facts().isComplete()) {
            into.use("used-fragment", found.id().toString());
            into.leaveOpen();
        }
        return found;
    }

    private Refused unknown(String system, String version) {
        if (version.isEmpty()) {
            return Refused.request(422, Issue.error(Kind.NOT_FOUND, "", Message.UNKNOWN_CODESYSTEM_EXP, system));
        }
        return Refused.request(
                422,
                scope.versions(system).isEmpty()
                        ? Issue.error(Kind.NOT_FOUND, "", Message.UNKNOWN_CODESYSTEM_VERSION_EXP_NONE, system, version)
                        : Issue.error(
                                Kind.NOT_FOUND,
                                "",
                                Message.UNKNOWN_CODESYSTEM_VERSION_EXP,
                                system,
                                version,
                                scope.versionsText(system)));
    }

    private void exclude(Include exclude, ValueSet by, Collected from) {
        var imports = imports(exclude, by, from);
        if (!exclude.hasSystem()) {
            imports.getFirst().all().stream()
                    .filter(entry -> isInAll(entry, imports))
                    .forEach(entry -> from.exclude(entry.view().id(), entry.code()));
            return;
        }
        if (!exclude.concepts().isEmpty() || exclude.filters().size() > 1 || !imports.isEmpty()) {
            from.flatten();
        }
        var system = system(exclude, by, from);
        if (exclude.isWholeSystem() && imports.isEmpty() && !from.merges()) {
            from.excludeAll(
                    exclude.version().isEmpty() ? new Canonical(system.id().url(), "") : system.id());
            return;
        }
        var out = new Collected(from.tellsVersions(), from.merges());
        var adding = new Adding(by, out, entry -> isInAll(entry, imports));
        if (exclude.concepts().isEmpty()) {
            addAll(system, exclude, adding);
        } else {
            addListed(system, exclude, adding);
        }
        out.all().forEach(entry -> from.exclude(entry.view().id(), entry.code()));
    }

    static void warn(Standing standing, Canonical canonical, ValueSet by, Collected into) {
        CanonicalStatus.of(standing, Standing.of(by.resource()))
                .ifPresent(status -> into.use(status.parameter(), canonical.toString()));
    }

    private record Adding(ValueSet by, Collected into, Predicate<Entry> passes) {
        void add(Entry entry, Optional<Entry> above) {
            if (passes.test(entry)) {
                into.add(entry, above);
            }
        }
    }
}
