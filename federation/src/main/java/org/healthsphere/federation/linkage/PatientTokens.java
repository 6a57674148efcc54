package org.healthsphere.federation.linkage;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * All that is said about a patient to those who shall look for him.
 *
 * @param tokens keyed hashes, 22 letters of base64url each
 */
public record PatientTokens(AdministrativeGender gender, Map<MatchKey, Set<String>> tokens) {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{22}");

    public PatientTokens {
        var copy = new EnumMap<MatchKey, Set<String>>(MatchKey.class);
        tokens.forEach((key, values) -> copy.put(key, Collections.unmodifiableSet(new TreeSet<>(values))));
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
