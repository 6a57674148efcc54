package org.healthsphere.federation.linkage;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.healthsphere.specs.Sha256;

/**
 * All that is said about a patient to those who shall look for him.
 *
 * @param key which key the tokens are made with: those of two keys have nothing in common
 * @param tokens keyed hashes, 22 letters of base64url each
 */
public record PatientTokens(Sha256 key, AdministrativeGender gender, Map<MatchKey, Set<String>> tokens) {
    /** Tokens that nobody has. */
    public static final PatientTokens NOBODY =
            new PatientTokens(Sha256.of(""), AdministrativeGender.UNKNOWN, Map.of());

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{22}");

    public PatientTokens {
        var copy = new EnumMap<MatchKey, Set<String>>(MatchKey.class);
        tokens.forEach((match, values) -> copy.put(match, Collections.unmodifiableSet(new TreeSet<>(values))));
        tokens = Collections.unmodifiableMap(copy);
    }

    public static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    /** A token is a pseudonym: it does not belong into a log either. */
    @Override
    public String toString() {
        return "PatientTokens[REDACTED]";
    }
}
