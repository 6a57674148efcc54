package org.healthsphere.node.web.me;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.web.view.Clinician;
import org.healthsphere.node.web.view.Hospital;

/**
 * Who may see what.
 *
 * @param hospitals the other members, whom a yes can be about
 * @param people of any hospital, whom it can be about
 */
public record SharingView(
        List<Consent> consents,
        List<Hospital> hospitals,
        List<Clinician> people,
        SharingForm form,
        Optional<String> done) {
    public SharingView {
        consents = List.copyOf(consents);
        hospitals = List.copyOf(hospitals);
        people = List.copyOf(people);
    }

    public List<Consent> treatment() {
        return consents.stream()
                .filter(c -> c.isActive() && c.terms() instanceof ConsentTerms.Treatment)
                .toList();
    }

    public Optional<Consent> research() {
        return consents.stream()
                .filter(c -> c.isActive() && c.terms() instanceof ConsentTerms.Research)
                .findFirst();
    }

    /** Those that these pages have no words for. */
    public List<Consent> others() {
        return consents.stream()
                .filter(c -> c.isActive() && c.terms() instanceof ConsentTerms.Other)
                .toList();
    }

    public List<Consent> past() {
        return consents.stream().filter(c -> !c.isActive()).toList();
    }
}
