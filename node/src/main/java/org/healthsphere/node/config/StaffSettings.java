package org.healthsphere.node.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.config.NodeConfig.StaffLogin;
import org.healthsphere.node.config.NodeConfig.StaffLogin.Secret;
import org.healthsphere.specs.Role;

/** What the settings say of the hospital's provider of identities; each throws {@link IllegalArgumentException} for what is none. */
final class StaffSettings {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1");
    private static final Set<Role> OF_STAFF =
            Set.of(Role.CLINICIAN, Role.STEWARD, Role.RESEARCHER, Role.OPERATOR, Role.AUDITOR);

    private StaffSettings() {}

    /** The provider's name and address at once; without TLS on this machine only. */
    static Optional<String> issuer(String text) {
        if (text.equals("off")) {
            return Optional.empty();
        }
        var uri = URI.create(text);
        var host = Optional.ofNullable(uri.getHost()).orElse("");
        var safe = "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && THIS_MACHINE.contains(host));
        if (!safe || host.isEmpty() || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("no issuer");
        }
        return Optional.of(text);
    }

    static Optional<Secret> secret(Path folder, String text) {
        if (text.equals("off")) {
            return Optional.empty();
        }
        try {
            var secret = Files.readString(folder.resolve(text)).strip();
            if (secret.isEmpty()) {
                throw new IllegalArgumentException("empty");
            }
            return Optional.of(new Secret(secret));
        } catch (IOException e) {
            throw new IllegalArgumentException("unreadable", e);
        }
    }

    /** By the provider's word for it, in the order that they stand in. */
    static Map<String, Role> roles(String text) {
        var roles = new LinkedHashMap<String, Role>();
        for (var pair : text.split(",", -1)) {
            var parts = pair.split("=", -1);
            if (parts.length != 2 || parts[0].isBlank()) {
                throw new IllegalArgumentException("not word=role");
            }
            var role = Role.valueOf(parts[1].strip().toUpperCase(Locale.ROOT));
            if (!OF_STAFF.contains(role) || roles.put(parts[0].strip(), role) != null) {
                throw new IllegalArgumentException("no role of staff, or a word twice");
            }
        }
        return Collections.unmodifiableMap(roles);
    }

    static Optional<String> wordOrOff(String text) {
        return Optional.of(text).filter(word -> !word.equals("off"));
    }

    /** All of it where there is an issuer. */
    record Given(
            Optional<String> issuer,
            String client,
            Optional<Secret> secret,
            String rolesClaim,
            Map<String, Role> roles,
            Optional<String> acr,
            Optional<String> practitionerClaim) {
        boolean lacksSecret() {
            return issuer.isPresent() && secret.isEmpty();
        }

        Optional<StaffLogin> login() {
            return issuer.flatMap(i ->
                    secret.map(s -> new StaffLogin(i, client, s, rolesClaim, roles, acr, practitionerClaim)));
        }
    }
}
