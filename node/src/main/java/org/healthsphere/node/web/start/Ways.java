package org.healthsphere.node.web.start;

import java.time.InstantSource;
import java.util.Optional;
import org.healthsphere.node.access.SignIn;
import org.healthsphere.node.access.UserDirectory;
import org.healthsphere.node.openid.StaffProvider;
import org.healthsphere.node.passkeys.PatientKeys;

/**
 * The ways in.
 *
 * @param provider where the hospital's staff proves who it is, if the hospital has such a place
 */
public record Ways(
        SignIn signIn, UserDirectory users, PatientKeys keys, Optional<StaffProvider> provider, Notes notes) {
    /** The ways in for these people. A password opens nothing where there is a better proof: it would be the way round it. */
    public static Ways of(
            UserDirectory users,
            PatientKeys keys,
            Optional<StaffProvider> provider,
            Notes notes,
            InstantSource clock) {
        var signIn = new SignIn(
                users,
                user -> user.patient().map(patient -> !keys.has(patient)).orElse(provider.isEmpty()),
                clock);
        return new Ways(signIn, users, keys, provider, notes);
    }
}
