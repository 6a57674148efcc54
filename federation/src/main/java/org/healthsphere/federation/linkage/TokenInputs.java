package org.healthsphere.federation.linkage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * What a patient's tokens are made of: for each key every combination of what is said in its parts, always in the same order.
 *
 * @param texts who the patient is: they leave this member hidden only, and lie nowhere
 */
public record TokenInputs(AdministrativeGender gender, SortedMap<MatchKey, List<String>> texts) {
    private static final String BETWEEN = "\u001f";

    /** 128 bits: two different people do not meet in one token by accident. */
    private static final int TOKEN_LENGTH = 16;

    public TokenInputs {
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }

    public static TokenInputs of(Demographics person) {
        var forms = Form.of(person).stream().map(Form::said).toList();
        var texts = new TreeMap<MatchKey, List<String>>();
        for (var key : MatchKey.values()) {
            var found = forms.stream()
                    .flatMap(said -> texts(key, said))
                    .distinct()
                    .sorted()
                    .toList();
            if (!found.isEmpty()) {
                texts.put(key, found);
            }
        }
        return new TokenInputs(person.gender(), texts);
    }

    /** Every combination of what is said in the parts of the key. */
    private static Stream<String> texts(MatchKey key, Map<Part, List<String>> said) {
        var texts = Stream.of(key.name());
        for (var part : key.parts()) {
            var values = said.getOrDefault(part, List.of());
            texts = texts.flatMap(text -> values.stream().map(value -> text + BETWEEN + value));
        }
        return texts;
    }

    /** All texts, one after the other. */
    public List<String> all() {
        return texts.values().stream().flatMap(List::stream).toList();
    }

    /** Other inputs have another one. It is as telling as they are: who can guess them can check it. */
    public Sha256 digest() {
        return Sha256.of(gender.code() + BETWEEN + String.join("\n", all()));
    }

    /** A token: the beginning of what a keyed function makes of a text. */
    public static String token(Bytes output) {
        return Bytes.of(Arrays.copyOf(output.array(), TOKEN_LENGTH)).base64url();
    }

    /** The tokens that were made of {@link #all}, in the same order, with this key. */
    public PatientTokens tokens(Sha256 key, List<String> made) {
        if (made.size() != all().size()) {
            throw new IllegalArgumentException("one token for each text");
        }
        Map<MatchKey, Set<String>> tokens = new EnumMap<>(MatchKey.class);
        var left = new ArrayList<>(made);
        texts.forEach((match, values) -> {
            var own = left.subList(0, values.size());
            tokens.put(match, new HashSet<>(own));
            own.clear();
        });
        return new PatientTokens(key, gender, tokens);
    }

    @Override
    public String toString() {
        return "TokenInputs[REDACTED]";
    }
}
