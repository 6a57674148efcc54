package org.healthsphere.terminology.index;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.Terminology.Concept;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.CodeSystem.Rules;
import org.healthsphere.terminology.content.CodeSystem.Words;
import org.healthsphere.terminology.content.Origin;
import org.healthsphere.terminology.content.ValueSet.Clause;
import org.healthsphere.terminology.grammar.Grammar;
import org.healthsphere.terminology.grammar.Grammar.Meaning;

/** What a clause of a value set takes of the codes that rules make. */
final class RuledCodes {
    private RuledCodes() {}

    static Outcome<Concept> concept(Grammar grammar, Coding code) {
        return grammar.read(code.code())
                .map(term -> Outcome.of(new Concept(
                        new Coding(grammar.id().url(), term.code()),
                        grammar.id().version(),
                        term.display(),
                        term.inactive())))
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("code " + code)));
    }

    /** The codes that the clause lists; without end when it lists none. */
    static Outcome<Members> members(Grammar grammar, Clause clause) {
        if (clause.codes().isEmpty()) {
            return Outcome.failed(
                    new Fault.TooCostly("the codes of " + grammar.id().url() + " are made by rules and have no end"));
        }
        Map<String, Row> rows = new LinkedHashMap<>();
        for (var code : clause.codes()) {
            var term = grammar.read(code);
            if (term.isEmpty()) {
                return Outcome.failed(new Fault.Invalid(
                        List.of(new Problem(grammar.id().toString(), "there is no code '" + code + "'"))));
            }
            rows.put(term.orElseThrow().code(), row(term.orElseThrow()));
        }
        return members(grammar, new ArrayList<>(rows.values()));
    }

    private static Outcome<Members> members(Grammar grammar, List<Row> rows) {
        var listed = new CodeSystem(
                grammar.id(), grammar.title(), "en", Origin.OF_A_REQUEST, new Rules(true, "is-a", List.of()), rows);
        return Compiler.compileRequested(listed).map(bytes -> {
            var system = new CodeSystemIndex(Txi.of(ByteBuffer.wrap(bytes)));
            return Members.of(system, system.all());
        });
    }

    private static Row row(Meaning term) {
        var words = new Words(term.display(), "", List.of());
        return new Row(term.code(), words, term.inactive(), false, List.of(), List.of());
    }

    static Outcome<Boolean> has(Grammar grammar, Clause clause, Coding code) {
        var term = code.system().equals(grammar.id().url()) ? grammar.read(code.code()) : Optional.<Meaning>empty();
        if (term.isEmpty() || !clause.codes().isEmpty()) {
            return Outcome.of(
                    term.filter(one -> clause.codes().contains(one.code())).isPresent());
        }
        Outcome<Predicate<Meaning>> all = Outcome.of(_ -> true);
        for (var filter : clause.filters()) {
            all = all.then(so -> GrammarFilters.condition(grammar, filter).map(so::and));
        }
        return all.map(condition -> condition.test(term.orElseThrow()));
    }
}
