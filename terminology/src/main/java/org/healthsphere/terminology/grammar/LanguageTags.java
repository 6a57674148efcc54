package org.healthsphere.terminology.grammar;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.CodeSystem.Value;
import org.healthsphere.terminology.grammar.Subtags.Subtag;

/**
 * Language tags by RFC 5646: {@code urn:ietf:bcp:47}. A tag is a code when it is valid: well-formed, and each of its subtags is in the
 * registry.
 */
final class LanguageTags implements Grammar {
    private static final int LONGEST = 255;
    private static final List<String> PARTS =
            List.of("language", "ext-lang", "script", "region", "variant", "extension", "private-use");

    private final Supplier<Subtags> registry = new Once<>(Subtags::read);

    @Override
    public Canonical id() {
        return new Canonical("urn:ietf:bcp:47", Subtags.VERSION);
    }

    @Override
    public String title() {
        return "Language tags";
    }

    @Override
    public String valueSet() {
        return "http://hl7.org/fhir/ValueSet/all-languages";
    }

    @Override
    public List<Property> properties() {
        return PARTS.stream().map(part -> new Property(part, "", "code")).toList();
    }

    @Override
    public Optional<Meaning> read(String code) {
        if (code.isEmpty() || code.length() > LONGEST) {
            return Optional.empty();
        }
        var whole = registry.get()
                .find("grandfathered", code)
                .or(() -> registry.get().find("redundant", code).filter(tag -> !isGenerative(code)));
        return whole.isPresent() ? whole.map(LanguageTags::term) : new Reading(registry.get(), code).term();
    }

    /** What was registered as a whole may follow the rules as well. */
    private boolean isGenerative(String code) {
        return new Reading(registry.get(), code).term().isPresent();
    }

    private static Meaning term(Subtag tag) {
        return new Meaning(tag.subtag(), tag.description(), tag.deprecated(), List.of(), List.of());
    }

    /** One tag that is read from left to right. */
    private static final class Reading {
        private final Subtags registry;
        private final List<String> subtags;
        private final List<String> spelled = new ArrayList<>();
        private final List<String> told = new ArrayList<>();
        private final List<String> toldByPart = new ArrayList<>();
        private final List<Value> values = new ArrayList<>();
        private final Set<String> variants = new HashSet<>();
        private final Set<String> singletons = new HashSet<>();
        private String language = "";
        private boolean deprecated;
        private int at;

        Reading(Subtags registry, String code) {
            this.registry = registry;
            this.subtags = List.of(code.split("-", -1));
        }

        Optional<Meaning> term() {
            if (!language()) {
                return Optional.empty();
            }
            extlang();
            take("script", "script", 4, 4);
            take("region", "region", 2, 3);
            while (variant()) {
                at++;
            }
            while (extension()) {
                // goes on
            }
            return privateUse() && at == subtags.size() ? Optional.of(written()) : Optional.empty();
        }

        private Meaning written() {
            var code = String.join("-", spelled);
            var display = told.isEmpty() ? language : language + " (" + String.join(", ", told) + ")";
            var byPart = told.isEmpty() ? language : language + " (" + String.join(", ", toldByPart) + ")";
            var others = byPart.equals(display) ? List.<String>of() : List.of(byPart);
            return new Meaning(code, display.isEmpty() ? code : display, deprecated, others, values);
        }

        private String next() {
            return at < subtags.size() ? subtags.get(at) : "";
        }

        private boolean language() {
            if (next().equalsIgnoreCase("x")) {
                return subtags.size() > 1;
            }
            var found = registry.find("language", next());
            found.ifPresent(subtag -> {
                language = subtag.description();
                keep("language", subtag);
                at++;
            });
            return found.isPresent();
        }

        private void extlang() {
            registry.find("extlang", next()).ifPresent(subtag -> {
                tell("ext-lang", "Extlang", subtag);
                at++;
            });
        }

        private void take(String type, String part, int shortest, int longest) {
            if (next().length() < shortest || next().length() > longest) {
                return;
            }
            registry.find(type, next()).ifPresent(subtag -> {
                tell(part, part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1), subtag);
                at++;
            });
        }

        private boolean variant() {
            var found = registry.find("variant", next()).filter(subtag -> variants.add(subtag.subtag()));
            found.ifPresent(subtag -> tell("variant", "Variant", subtag));
            return found.isPresent();
        }

        private void tell(String part, String label, Subtag subtag) {
            keep(part, subtag);
            told.add(subtag.description());
            toldByPart.add(label + "=" + subtag.description());
        }

        private void keep(String part, Subtag subtag) {
            spelled.add(subtag.subtag());
            values.add(new Value(part, subtag.subtag()));
            deprecated |= subtag.deprecated();
        }

        /** A letter or digit, each once, and what belongs to it. */
        private boolean extension() {
            var singleton = next().toLowerCase(Locale.ROOT);
            if (singleton.length() != 1 || singleton.equals("x") || !isAlphanumeric(singleton)) {
                return false;
            }
            var parts = following(2);
            if (parts.isEmpty() || !singletons.add(singleton)) {
                return false;
            }
            rest("extension", singleton, parts);
            return true;
        }

        private boolean privateUse() {
            if (!next().equalsIgnoreCase("x")) {
                return true;
            }
            var parts = following(1);
            rest("private-use", "x", parts);
            return !parts.isEmpty();
        }

        private List<String> following(int shortest) {
            List<String> parts = new ArrayList<>();
            for (var i = at + 1; i < subtags.size(); i++) {
                var part = subtags.get(i).toLowerCase(Locale.ROOT);
                if (part.length() < shortest || part.length() > 8 || !isAlphanumeric(part)) {
                    break;
                }
                parts.add(part);
            }
            return parts;
        }

        private void rest(String kind, String singleton, List<String> parts) {
            var text = singleton + "-" + String.join("-", parts);
            spelled.add(text);
            values.add(new Value(kind, text));
            if (!language.isEmpty()) {
                told.add(text);
                toldByPart.add(text);
            }
            at += 1 + parts.size();
        }

        private static boolean isAlphanumeric(String text) {
            return text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
        }
    }
}
