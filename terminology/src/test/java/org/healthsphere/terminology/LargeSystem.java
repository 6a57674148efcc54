package org.healthsphere.terminology;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.CodeSystem.Designation;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.CodeSystem.Rules;
import org.healthsphere.terminology.content.CodeSystem.Value;
import org.healthsphere.terminology.content.CodeSystem.Words;

/** An invented code system of any size: a polyhierarchy, three names and two properties for each concept, words as frequent as words are. */
public final class LargeSystem {
    public static final String URL = "https://example.org/large";

    private final Random random = new Random(1);
    private final List<String> vocabulary = new ArrayList<>();
    private final int concepts;

    public LargeSystem(int concepts) {
        this.concepts = concepts;
        for (var i = 0; i < 20_000; i++) {
            vocabulary.add(word());
        }
    }

    /** The first letters of one of the frequent words. */
    public String beginning(int i) {
        return vocabulary.get(i % 400).substring(0, 4);
    }

    private String word() {
        var word = new StringBuilder();
        for (var i = 4 + random.nextInt(8); i > 0; i--) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }

    private String name() {
        List<String> words = new ArrayList<>();
        for (var i = 2 + random.nextInt(4); i > 0; i--) {
            var at = (int) (Math.pow(random.nextDouble(), 3) * vocabulary.size());
            words.add(vocabulary.get(at));
        }
        return String.join(" ", words);
    }

    /** The system, always the same for the number of concepts. */
    public CodeSystem system() {
        List<Row> rows = new ArrayList<>();
        for (var i = 0; i < concepts; i++) {
            Set<String> parents = new LinkedHashSet<>();
            if (i > 0) {
                var above = (i - 1) / 10;
                parents.add("c" + above);
                if (random.nextInt(3) == 0) {
                    parents.add("c" + Math.max(0, above - random.nextInt(20)));
                }
            }
            var names = List.of(new Designation("en", "", name()), new Designation("de", "", name()));
            var values =
                    List.of(new Value("site", "c" + random.nextInt(2_000)), new Value("kind", "k" + random.nextInt(5)));
            rows.add(new Row("c" + i, new Words(name(), "", names), i % 40 == 7, false, List.copyOf(parents), values));
        }
        var properties = List.of(new Property("site", "", "code"), new Property("kind", "", "code"));
        return new CodeSystem(
                new Canonical(URL, "1"), "Large", "en", Samples.ORIGIN, new Rules(true, "is-a", properties), rows);
    }
}
