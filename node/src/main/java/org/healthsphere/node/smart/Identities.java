package org.healthsphere.node.smart;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.function.Function;
import org.healthsphere.node.smart.Connection.Person;
import org.healthsphere.specs.Sha256;

/** Tells an app who connected it: the {@code id_token} of OpenID Connect, with SMART's {@code fhirUser}. */
final class Identities {
    private static final Duration LIFE = Duration.ofMinutes(15);

    private final Places places;
    private final OpenIdKey key;
    private final Function<Person, Optional<String>> own;
    private final InstantSource clock;

    /** @param own the resource that a person is here, {@code Practitioner/7} */
    Identities(Places places, OpenIdKey key, Function<Person, Optional<String>> own, InstantSource clock) {
        this.places = places;
        this.key = key;
        this.own = own;
        this.clock = clock;
    }

    OpenIdKey key() {
        return key;
    }

    String token(Connection connection, Optional<String> nonce) {
        var now = clock.instant();
        var claims = new JWTClaimsSet.Builder()
                .issuer(places.issuer())
                .subject(subject(connection.person()))
                .audience(connection.app())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)));
        nonce.ifPresent(value -> claims.claim("nonce", value));
        if (connection.wish().has(Wish.FHIR_USER)) {
            fhirUser(connection.person()).ifPresent(url -> claims.claim("fhirUser", url));
        }
        return key.sign(claims.build());
    }

    /** A name that says nothing by itself, the same whenever the person comes. */
    static String subject(Person person) {
        return Sha256.of("openid subject " + person.role() + " " + person.subject())
                .hex();
    }

    /** The person's own resource, where there is one: it can be read with the token. */
    Optional<String> fhirUser(Person person) {
        return own.apply(person).map(resource -> places.fhir() + "/" + resource);
    }
}
