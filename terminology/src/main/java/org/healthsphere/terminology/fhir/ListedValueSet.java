package org.healthsphere.terminology.fhir;

import org.healthsphere.terminology.content.ValueSet;

/** A value set whose codes have been listed, one by one; kept for the next who asks the same of it. Nothing in it changes. */
final class ListedValueSet {
    /** Longer lists are made anew for everybody. */
    private static final int LARGEST = 10_000;

    private final ValueSet valueSet;
    private final Collected collected;
    private final ExpansionHead head;

    ListedValueSet(Scope scope, ValueSet valueSet, Collected collected) {
        this.valueSet = valueSet;
        this.collected = collected;
        this.head = new ExpansionHead(scope, valueSet);
    }

    boolean isKept() {
        return collected.total() <= LARGEST;
    }

    Reply page(Wanted wanted) {
        if (wanted.page().isWhole() && collected.total() > wanted.most()) {
            throw ExpandOperation.tooMany(valueSet, wanted);
        }
        return Reply.of(head.written(collected, wanted));
    }
}
