package org.healthsphere.terminology.fhir;

import java.util.Optional;
import java.util.function.Predicate;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.fhir.Issue.Kind;
import org.healthsphere.terminology.index.NameFilter;

/** {@code $expand}: the codes of a value set, whole or by page. */
final class ExpandOperation {
    private final Scope scope;
    private final Parameters in;
    private final Wanted wanted;
    private Optional<LeafedValueSet> leafed = Optional.empty();
    private Optional<ListedValueSet> listed = Optional.empty();

    ExpandOperation(Scope scope, Parameters in, Wanted wanted) {
        this.scope = scope;
        this.in = in;
        this.wanted = wanted;
    }

    Reply answer() {
        var valueSet = ValidateOperation.valueSet(scope, in);
        scope.asked().seeValueSet(valueSet.resource());
        leafed = LeafedValueSet.of(scope, valueSet);
        if (leafed.filter(large -> large.isWorthIt(wanted)).isPresent()) {
            scope.supplementsAreThere();
            return leafed.orElseThrow().page(wanted);
        }
        var collected = new Expander(scope, filter(), wanted.isSearch()).expand(valueSet);
        scope.supplementsAreThere();
        var list = new ListedValueSet(scope, valueSet, collected);
        listed = Optional.of(list);
        return list.page(wanted);
    }

    /** The value set, when it is one that can be leafed through, for the next who asks for a page of it. */
    Optional<LeafedValueSet> leafed() {
        return leafed;
    }

    /** The codes, when they were listed. */
    Optional<ListedValueSet> listed() {
        return listed;
    }

    static Refused tooMany(ValueSet valueSet, Wanted wanted) {
        return Refused.request(
                422, Issue.error(Kind.TOO_COSTLY, "", Message.VALUESET_TOO_COSTLY, valueSet.id(), ">" + wanted.most()));
    }

    private Predicate<Entry> filter() {
        if (!wanted.isSearch()) {
            return _ -> true;
        }
        var words = new NameFilter(wanted.text());
        return entry ->
                words.isIn(entry.code()) || entry.names().all().stream().anyMatch(name -> words.isIn(name.value()));
    }
}
