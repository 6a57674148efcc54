package org.healthsphere.node.web.me;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.healthsphere.node.web.view.Clinician;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.node.web.view.Party;

/**
 * Whom a yes or a no can be about: those who are offered, and those whom what is in force is about already. A no to somebody who has not
 * looked for long, or whose hospital is away, would else be lost when something else of it is changed.
 */
record Parties(List<Hospital> hospitals, List<Clinician> people) {
    Parties {
        hospitals = List.copyOf(hospitals);
        people = List.copyOf(people);
    }

    static Parties of(List<Hospital> hospitals, List<Clinician> people, List<Consent> consents) {
        var meant = consents.stream()
                .filter(Consent::isActive)
                .map(Consent::terms)
                .filter(ConsentTerms.Treatment.class::isInstance)
                .map(ConsentTerms.Treatment.class::cast)
                .flatMap(terms -> ConsentTerms.Whom.named(terms.whom()).stream())
                .toList();
        return new Parties(with(hospitals, meant, Hospital.class), with(people, meant, Clinician.class));
    }

    private static <P extends Party> List<P> with(List<P> offered, Collection<Party> meant, Class<P> kind) {
        var all = new LinkedHashMap<String, P>();
        offered.forEach(party -> all.put(party.id(), party));
        meant.stream().filter(kind::isInstance).map(kind::cast).forEach(party -> all.putIfAbsent(party.id(), party));
        return List.copyOf(all.values());
    }

    List<Party> all() {
        return Stream.<Party>concat(hospitals.stream(), people.stream()).toList();
    }
}
