package org.healthsphere.federation.linkage;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns who a patient is into tokens that members compare. */
public final class Tokenizer {
    private static final String BETWEEN = "\u001f";

    private final LinkageSecret secret;
    private final LinkageDomain domain;

    public Tokenizer(LinkageSecret secret, LinkageDomain domain) {
        this.secret = secret;
        this.domain = domain;
    }

    public PatientTokens tokens(Demographics person) {
        var macs = secret.macs(domain);
        var forms = Form.of(person).stream().map(Form::said).toList();
        Map<MatchKey, Set<String>> tokens = new EnumMap<>(MatchKey.class);
        for (var key : MatchKey.values()) {
            var found = forms.stream()
                    .flatMap(said -> texts(key, said))
                    .distinct()
                    .map(macs::token)
                    .collect(Collectors.toSet());
            if (!found.isEmpty()) {
                tokens.put(key, found);
            }
        }
        return new PatientTokens(person.gender(), tokens);
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
}
