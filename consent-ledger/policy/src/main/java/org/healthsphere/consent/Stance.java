package org.healthsphere.consent;

import java.util.List;

/**
 * What a patient's directives come to at a moment: whose they are, where on the ledger they stand and when they begin and end is taken out of
 * them, so that all who say the same take the same stance and are judged at once. Two that are not the same object may say the same.
 */
final class Stance {
    private final List<Held> said;

    Stance(List<Held> said) {
        this.said = List.copyOf(said);
    }

    /** What stays hidden of whoever takes it. */
    Hidden hidden(ConsentRequest request, boolean permittedByPolicy) {
        return switch (new Judgement(request, permittedByPolicy, 0).of(said)) {
            case Decision.Permitted(var _, var _, var hidden) -> hidden;
            case Decision.Denied _ -> Hidden.everything();
        };
    }
}
