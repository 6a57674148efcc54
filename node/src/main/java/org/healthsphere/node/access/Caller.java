package org.healthsphere.node.access;

import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/**
 * Who calls, and what he may ask for at all. What consent lets him see is for the gate to say.
 *
 * @param scopes what a program's token is good for; none for people, who come by the pages
 * @param patient the record that is his own
 * @param inContext the one record that scopes for a patient are about
 * @param app the app that calls for him, by its client id
 */
public record Caller(
        Requester requester,
        Set<PurposeOfUse> purposes,
        Set<Scope> scopes,
        Optional<String> patient,
        Optional<String> inContext,
        Optional<String> app) {
    public Caller {
        purposes = Set.copyOf(purposes);
        scopes = Set.copyOf(scopes);
    }

    /** Whose own record is the one that he asks about. */
    public Caller(Requester requester, Set<PurposeOfUse> purposes, Set<Scope> scopes, Optional<String> patient) {
        this(requester, purposes, scopes, patient, patient, Optional.empty());
    }

    /** What each role may ask for. */
    public static Set<PurposeOfUse> purposesOf(Role role) {
        return switch (role) {
            case PATIENT -> Set.of(PurposeOfUse.PATRQT);
            case CLINICIAN -> Set.of(PurposeOfUse.TREAT, PurposeOfUse.ETREAT);
            case RESEARCHER -> Set.of(PurposeOfUse.HRESCH);
            case STEWARD, OPERATOR, AUDITOR -> Set.of(PurposeOfUse.HOPERAT);
            case SYSTEM -> Set.of(PurposeOfUse.TREAT, PurposeOfUse.HOPERAT);
        };
    }

    public Role role() {
        return requester.role();
    }

    public boolean may(PurposeOfUse purpose) {
        return purposes.contains(purpose);
    }

    @Override
    public String toString() {
        return "Caller[" + requester + ", " + purposes + "]";
    }
}
