package org.healthsphere.node.access;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * What a program may do with which type of resource: a system scope of SMART App Launch 2.2, section 2.0.11 ("Scopes for
 * requesting FHIR Resources"). The words of version 1 are read as what version 2 says they mean.
 *
 * @param type a resource type, or {@code *}
 * @param interactions of {@code c r u d s}, in this order
 */
public record Scope(String type, String interactions) {
    private static final Pattern FORM =
            Pattern.compile("system/(\\*|[A-Z][A-Za-z]{1,63})\\.(c?r?u?d?s?|read|write|\\*)");

    /** One scope, or why it is none that this node can honour: search constraints and other contexts are not. */
    public static Outcome<Scope> parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches() || form.group(2).isEmpty()) {
            return Outcome.failed(new Fault.Invalid("a scope has the form system/Type.cruds"));
        }
        return Outcome.of(new Scope(form.group(1), interactions(form.group(2))));
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

    public String text() {
        return "system/" + type + "." + interactions;
    }

    private static String interactions(String word) {
        return switch (word) {
            case "read" -> "rs";
            case "write" -> "cud";
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
