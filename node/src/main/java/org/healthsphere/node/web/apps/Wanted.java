package org.healthsphere.node.web.apps;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.access.Scope.Context;
import org.healthsphere.node.web.page.Messages;

/**
 * The scopes that an app asks for, as choices that people understand: one for each kind of thing in a record. Who ticks all of it
 * grants what was asked for, letter by letter; who leaves something out grants the rest.
 */
public final class Wanted {
    private final Map<String, Scope> asked;
    private final Map<Choice, Set<String>> choices = new TreeMap<>();

    /**
     * One choice.
     *
     * @param everybody whether it is about all patients that the person may see, and not about one
     * @param only the codes to which it is narrowed, as they stand in the scope; empty: all of the kind
     */
    public record Choice(boolean everybody, Kind kind, String only) implements Comparable<Choice> {
        /** As it is called in the form. */
        public String name() {
            return (everybody ? "all." : "one.") + kind + "." + only;
        }

        public String words(Messages m) {
            var of = m.of(kind);
            var narrowed = only.isEmpty() ? of : m.text("apps.only", of, m.list(codes(m)));
            return everybody ? m.text("apps.everybody", narrowed) : narrowed;
        }

        private List<String> codes(Messages m) {
            return Arrays.stream(only.split("&", -1))
                    .flatMap(pair ->
                            Arrays.stream(pair.substring(pair.indexOf('=') + 1).split(",", -1)))
                    .map(value -> m.word("apps.code", value.substring(value.lastIndexOf('|') + 1)))
                    .distinct()
                    .toList();
        }

        @Override
        public int compareTo(Choice other) {
            var byPerson = Boolean.compare(everybody, other.everybody);
            var byKind = byPerson == 0 ? kind.compareTo(other.kind) : byPerson;
            return byKind == 0 ? only.compareTo(other.only) : byKind;
        }
    }

    /** By the words in which each is granted. */
    public Wanted(Map<String, Scope> asked) {
        this.asked = new LinkedHashMap<>(asked);
        asked.forEach((text, scope) -> kinds(scope)
                .forEach(kind -> choices.computeIfAbsent(choice(scope, kind), _ -> new LinkedHashSet<>())
                        .add(text)));
    }

    private static List<Kind> kinds(Scope scope) {
        return scope.type().equals("*") ? List.of(Kind.values()) : List.of(Kind.of(scope.type()));
    }

    private static Choice choice(Scope scope, Kind kind) {
        return new Choice(scope.context() == Context.USER, kind, scope.constraint());
    }

    public List<Choice> choices() {
        return List.copyOf(choices.keySet());
    }

    /** The scopes that who ticked these grants. */
    Set<String> granted(List<String> ticked) {
        Set<String> granted = new LinkedHashSet<>();
        asked.forEach((text, scope) -> {
            var kinds = kinds(scope);
            var chosen = kinds.stream()
                    .filter(kind -> ticked.contains(choice(scope, kind).name()))
                    .toList();
            if (chosen.size() == kinds.size()) {
                granted.add(text);
            } else {
                chosen.forEach(kind -> granted.addAll(narrowed(text, scope, kind)));
            }
        });
        return granted;
    }

    /** In the version in which it was asked for. */
    private static List<String> narrowed(String text, Scope scope, Kind kind) {
        var end = text.substring(text.indexOf('.'));
        List<String> narrowed = new ArrayList<>();
        kind.types().forEach(type -> narrowed.add(text.substring(0, text.indexOf('/') + 1) + type + end));
        return scope.type().equals("*") ? narrowed : List.of();
    }
}
