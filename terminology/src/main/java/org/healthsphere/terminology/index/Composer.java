package org.healthsphere.terminology.index;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.content.ValueSet.Clause;
import org.healthsphere.terminology.content.ValueSet.Compose;
import org.healthsphere.terminology.grammar.Grammar;
import org.healthsphere.terminology.grammar.Grammars;
import org.roaringbitmap.RoaringBitmap;

/**
 * Turns the definition of a value set into its members.
 *
 * <p>Include: the system's part and every imported value set, in common. Includes together, then without the excludes.
 * Results of held value sets are kept: what is held does not change.
 */
final class Composer {
    private static final int KEPT = 4_096;
    private static final int DEEPEST = 100;

    private final Shelf shelf;
    private final Map<Canonical, Members> kept = new ConcurrentHashMap<>();

    Composer(Shelf shelf) {
        this.shelf = shelf;
    }

    Outcome<Members> held(String canonical) {
        return held(Canonical.parse(canonical), Set.of());
    }

    Outcome<Members> requested(ValueSet valueSet) {
        return compose(valueSet, Set.of());
    }

    private Outcome<Members> held(Canonical wanted, Set<Canonical> importing) {
        return shelf.valueSet(wanted).then(valueSet -> {
            var known = kept.get(valueSet.id());
            return known != null
                    ? Outcome.of(known)
                    : compose(valueSet, importing).map(all -> keep(valueSet, all));
        });
    }

    /** Of value sets that are made from their URL there is no end. */
    private Members keep(ValueSet valueSet, Members members) {
        if (kept.size() < KEPT) {
            kept.put(valueSet.id(), members);
        }
        return members;
    }

    private Outcome<Members> compose(ValueSet valueSet, Set<Canonical> importing) {
        if (importing.contains(valueSet.id())) {
            return Outcome.failed(new Fault.Invalid(
                    List.of(new Problem(valueSet.id().toString(), "imports itself, directly or by others"))));
        }
        if (importing.size() > DEEPEST) {
            return Outcome.failed(
                    new Fault.TooCostly("value sets that import each other more than " + DEEPEST + " deep"));
        }
        Set<Canonical> within = new LinkedHashSet<>(importing);
        within.add(valueSet.id());
        var compose = valueSet.compose();
        return any(compose.includes(), within)
                .then(in -> any(compose.excludes(), within).map(in::without))
                .map(all -> compose.inactive() ? all : all.active());
    }

    private Outcome<Members> any(List<Clause> clauses, Set<Canonical> within) {
        Outcome<Members> all = Outcome.of(Members.NONE);
        for (var clause : clauses) {
            all = all.then(sum -> clause(clause, within).map(sum::or));
        }
        return all;
    }

    private Outcome<Members> clause(Clause clause, Set<Canonical> within) {
        if (clause.system().url().isEmpty()) {
            return imports(clause.valueSets(), within);
        }
        var grammar = ruled(clause);
        if (grammar.isPresent()) {
            return RuledCodes.members(grammar.orElseThrow(), clause)
                    .then(own -> clause.valueSets().isEmpty()
                            ? Outcome.of(own)
                            : imports(clause.valueSets(), within).map(own::and));
        }
        var own = shelf.systems()
                .find(clause.system())
                .then(system -> part(system, clause).map(bits -> Members.of(system, bits)));
        return clause.valueSets().isEmpty()
                ? own
                : own.then(part -> imports(clause.valueSets(), within).map(part::and));
    }

    /** The rules that make the codes of the clause; empty when they are listed. */
    private Optional<Grammar> ruled(Clause clause) {
        return shelf.systems().has(clause.system().url()) ? Optional.empty() : Grammars.find(clause.system());
    }

    /** Whether a code is in the value set, also when the codes cannot be listed. */
    Outcome<Boolean> contains(String canonical, Coding code) {
        var members = held(canonical);
        return members instanceof Outcome.Failure<Members>(Fault.TooCostly _)
                ? contains(Canonical.parse(canonical), code, Set.of())
                : members.map(all -> all.contains(code));
    }

    private Outcome<Boolean> contains(Canonical wanted, Coding code, Set<Canonical> importing) {
        return shelf.valueSet(wanted).then(valueSet -> {
            var within = new LinkedHashSet<>(importing);
            if (!within.add(valueSet.id()) || within.size() > DEEPEST) {
                return compose(valueSet, importing).map(members -> members.contains(code));
            }
            var compose = valueSet.compose();
            return anyHas(compose.includes(), code, within)
                    .then(in -> in && !isLeftOut(compose, code)
                            ? anyHas(compose.excludes(), code, within).map(out -> !out)
                            : Outcome.of(false));
        });
    }

    private boolean isLeftOut(Compose compose, Coding code) {
        return !compose.inactive()
                && (shelf.systems().find(new Canonical(code.system(), ""))
                                instanceof Outcome.Success<CodeSystemIndex>(var system)
                        ? isInactive(system, code)
                        : Grammars.find(new Canonical(code.system(), ""))
                                .flatMap(grammar -> grammar.read(code.code()))
                                .filter(Grammar.Meaning::inactive)
                                .isPresent());
    }

    private static boolean isInactive(CodeSystemIndex system, Coding code) {
        var concept = system.find(code.code());
        return concept != CodeSystemIndex.NONE && system.isInactive(concept);
    }

    private Outcome<Boolean> anyHas(List<Clause> clauses, Coding code, Set<Canonical> within) {
        Outcome<Boolean> any = Outcome.of(false);
        for (var clause : clauses) {
            any = any.then(has -> has ? Outcome.of(true) : has(clause, code, within));
        }
        return any;
    }

    private Outcome<Boolean> has(Clause clause, Coding code, Set<Canonical> within) {
        var grammar = ruled(clause);
        var own = clause.system().url().isEmpty()
                ? Outcome.of(true)
                : grammar.isPresent()
                        ? RuledCodes.has(grammar.orElseThrow(), clause, code)
                        : clause(new Clause(clause.system(), clause.codes(), clause.filters(), List.of()), within)
                                .map(members -> members.contains(code));
        for (var canonical : clause.valueSets()) {
            own = own.then(in -> in ? contains(Canonical.parse(canonical), code, within) : Outcome.of(false));
        }
        return own;
    }

    private Outcome<Members> imports(List<String> canonicals, Set<Canonical> within) {
        var all = held(Canonical.parse(canonicals.getFirst()), within);
        for (var canonical : canonicals.subList(1, canonicals.size())) {
            all = all.then(sum -> held(Canonical.parse(canonical), within).map(sum::and));
        }
        return all;
    }

    private static Outcome<RoaringBitmap> part(CodeSystemIndex system, Clause clause) {
        if (!clause.codes().isEmpty()) {
            return listed(system, clause.codes());
        }
        var filters = new Filters(system);
        Outcome<RoaringBitmap> all = Outcome.of(system.all());
        for (var filter : clause.filters()) {
            all = all.then(sum -> filters.select(filter).map(bits -> RoaringBitmap.and(sum, bits)));
        }
        return all;
    }

    private static Outcome<RoaringBitmap> listed(CodeSystemIndex system, List<String> codes) {
        var bits = new RoaringBitmap();
        for (var code : codes) {
            var concept = system.find(code);
            if (concept == CodeSystemIndex.NONE) {
                return Outcome.failed(new Fault.Invalid(
                        List.of(new Problem(system.id().toString(), "there is no code '" + code + "'"))));
            }
            bits.add(concept);
        }
        return Outcome.of(bits);
    }
}
