package org.healthsphere.node.access;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * What an app may do with which type of resource (SMART App Launch 2.2, section 2.0.11, "Scopes for requesting FHIR Resources"). The
 * words of version 1 are read as what version 2 says they mean.
 *
 * <p>A search constraint narrows every interaction with a type: what is written must meet it as well, and what it takes the place of.
 *
 * @param type a resource type, or {@code *}
 * @param interactions of {@code c r u d s}, in this order
 * @param constraint a search, {@code category=laboratory}; empty: none
 */
public record Scope(Context context, String type, String interactions, String constraint) {
    private static final Pattern FORM = Pattern.compile(
            "(patient|user|system)/(\\*|[A-Z][A-Za-z]{1,63})"
                    + "\\.(c?r?u?d?s?|read|write|\\*)"
                    + "(?:\\?([a-z_][A-Za-z-]{0,63}=[^\\s\"\\\\&=?]{1,512}(?:&[a-z_][A-Za-z-]{0,63}=[^\\s\"\\\\&=?]{1,512}){0,7}))?");
    private static final String READING = "rs";
    private static final String CHANGING = "cud";

    /** Whose data it is about. */
    public enum Context {
        /** Of the one patient in context. */
        PATIENT,
        /** What the person who connected the app may see. */
        USER,
        /** What a program may see by itself. */
        SYSTEM;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A program's, without a constraint. */
    public Scope(String type, String interactions) {
        this(Context.SYSTEM, type, interactions, "");
    }

    /** One scope, or why it is none that this node can honour. */
    public static Outcome<Scope> parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches() || form.group(3).isEmpty()) {
            return Outcome.failed(
                    new Fault.Invalid("a scope has the form system/Type.cruds or patient/Type.rs?name=value"));
        }
        var context = Context.valueOf(form.group(1).toUpperCase(Locale.ROOT));
        var constraint = form.group(4) == null ? "" : form.group(4);
        var interactions = interactions(form.group(3));
        if (!constraint.isEmpty() && form.group(2).equals("*")) {
            return Outcome.failed(new Fault.Invalid("a constraint narrows what may be done with one type"));
        }
        return Outcome.of(new Scope(context, form.group(2), interactions, constraint));
    }

    /** Scopes separated by one space; all of them or none. */
    public static Outcome<Set<Scope>> parseAll(String text) {
        Outcome<Set<Scope>> all = Outcome.of(new LinkedHashSet<>());
        for (var one : Arrays.asList(text.split(" ", -1))) {
            all = all.then(done -> parse(one).map(scope -> {
                done.add(scope);
                return done;
            }));
        }
        return all;
    }

    public boolean permits(String resourceType, Interaction interaction) {
        return (type.equals("*") || type.equals(resourceType)) && interactions.indexOf(interaction.letter) >= 0;
    }

    /** What of it is reading and searching; nothing, when none is. */
    public Optional<Scope> reading() {
        return half(READING);
    }

    /** What of it is creating, updating and deleting; nothing, when none is. */
    public Optional<Scope> changing() {
        return half(CHANGING);
    }

    private Optional<Scope> half(String of) {
        var letters = interactions
                .chars()
                .filter(letter -> of.indexOf(letter) >= 0)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        return letters.isEmpty() ? Optional.empty() : Optional.of(new Scope(context, type, letters, constraint));
    }

    /** Whether everything that the other one permits is permitted by this one, too. */
    public boolean covers(Scope other) {
        return context == other.context
                && (type.equals("*") || type.equals(other.type))
                && other.interactions.chars().allMatch(letter -> interactions.indexOf(letter) >= 0)
                && (constraint.isEmpty() || constraint.equals(other.constraint));
    }

    /** By search parameter, the values one of which it must have: all of them. */
    public Map<String, Set<String>> demands() {
        Map<String, Set<String>> demands = new LinkedHashMap<>();
        for (var pair : constraint.isEmpty() ? List.<String>of() : List.of(constraint.split("&", -1))) {
            var equals = pair.indexOf('=');
            var values = Arrays.stream(pair.substring(equals + 1).split(",", -1))
                    .map(Scope::decoded)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            demands.merge(pair.substring(0, equals), values, (some, others) -> {
                // A parameter that stands twice must meet both; what meets neither is nothing.
                var both = new LinkedHashSet<>(some);
                both.retainAll(others);
                return both;
            });
        }
        return demands;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return value;
        }
    }

    public String text() {
        return context.word() + "/" + type + "." + interactions + (constraint.isEmpty() ? "" : "?" + constraint);
    }

    private static String interactions(String word) {
        return switch (word) {
            case "read" -> READING;
            case "write" -> CHANGING;
            case "*" -> "cruds";
            default -> word;
        };
    }

    /** What can be done with a resource, as SMART has it. */
    public enum Interaction {
        CREATE('c'),
        READ('r'),
        UPDATE('u'),
        DELETE('d'),
        SEARCH('s');

        private final char letter;

        Interaction(char letter) {
            this.letter = letter;
        }
    }
}
