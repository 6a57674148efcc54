package org.healthsphere.node.smart;

import java.util.function.Supplier;

/**
 * Where the world reaches what apps need of this node. All addresses are below one origin that the hospital says, never below the
 * one that a request claims.
 *
 * @param origin scheme, host and port, without a slash at the end
 */
public record Places(Supplier<String> origin) {
    /** Who issues tokens and identities (OpenID Connect Core 1.0). */
    public String issuer() {
        return origin.get();
    }

    /** The FHIR interface, for which access tokens are. */
    public String fhir() {
        return origin.get() + "/fhir";
    }

    public String authorize() {
        return origin.get() + "/authorize";
    }

    public String token() {
        return origin.get() + "/smart/token";
    }

    public String introspection() {
        return origin.get() + "/smart/introspect";
    }

    public String revocation() {
        return origin.get() + "/smart/revoke";
    }

    public String registration() {
        return origin.get() + "/smart/register";
    }

    public String keys() {
        return origin.get() + "/smart/jwks";
    }

    public String style() {
        return origin.get() + "/smart/style";
    }

    /** Where people see and end what they connected. */
    public String management() {
        return origin.get() + "/me/apps";
    }
}
