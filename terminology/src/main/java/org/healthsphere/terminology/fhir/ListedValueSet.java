package org.healthsphere.terminology.fhir;

import java.util.function.Function;
import org.healthsphere.terminology.content.ValueSet;

/**
 * A value set whose codes have been listed, one by one; kept for the next who asks the same of it. Who asks first is answered with
 * what he asked for; for the second all codes are written once, and what they were listed from is forgotten.
 */
final class ListedValueSet {
    /** Longer lists are made anew for everybody. */
    private static final int LARGEST = 10_000;

    private final Asked asked;
    private final ValueSet valueSet;
    private final ExpansionHead head;
    private final int total;
    private volatile Function<Wanted, Reply> way;

    ListedValueSet(Scope scope, ValueSet valueSet, Collected collected) {
        this.asked = scope.asked();
        this.valueSet = valueSet;
        this.head = new ExpansionHead(scope, valueSet);
        this.total = collected.total();
        this.way = wanted -> first(collected, wanted);
    }

    boolean isKept() {
        return total <= LARGEST;
    }

    Reply page(Wanted wanted) {
        if (wanted.page().isWhole() && total > wanted.most()) {
            throw ExpandOperation.tooMany(valueSet, wanted);
        }
        return way.apply(wanted);
    }

    private Reply first(Collected collected, Wanted wanted) {
        way = next -> second(collected, next);
        return slowly(collected, wanted);
    }

    private Reply second(Collected collected, Wanted wanted) {
        way = WrittenCodes.of(asked, head, collected, wanted.text())
                .<Function<Wanted, Reply>>map(written -> written::page)
                .orElseGet(() -> next -> slowly(collected, next));
        return way.apply(wanted);
    }

    private Reply slowly(Collected collected, Wanted wanted) {
        return Reply.of(head.written(collected, wanted));
    }
}
