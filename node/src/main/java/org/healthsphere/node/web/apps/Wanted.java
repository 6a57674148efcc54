package org.healthsphere.node.web.apps;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.access.Scope.Context;
import org.healthsphere.node.web.page.Messages;

/**
 * The scopes that an app asks for, as choices that people understand: one for each kind of thing in a record, and for each whether it is
 * seen or changed. Who ticks all of it grants what was asked for, letter by letter; who leaves something out grants the rest.
 *
 * <p>Who wrote a record, and where, is not an app's to change, whoever lets it.
 */
public final class Wanted {
    private final Map<String, Scope> asked;
    private final Set<Choice> choices = new TreeSet<>();

    /**
     * One choice.
     *
     * @param changes whether it is about changing, and not about seeing
     * @param everybody whether it is about all patients that the person may see, and not about one
     * @param only the codes to which it is narrowed, as they stand in the scope; empty: all of the kind
     */
    public record Choice(boolean changes, boolean everybody, Kind kind, String only) implements Comparable<Choice> {
        /** As it is called in the form. */
        public String name() {
            return (changes ? "change." : "see.") + (everybody ? "all." : "one.") + kind + "." + only;
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
            var byHalf = Boolean.compare(changes, other.changes);
            var byPerson = byHalf == 0 ? Boolean.compare(everybody, other.everybody) : byHalf;
            var byKind = byPerson == 0 ? kind.compareTo(other.kind) : byPerson;
            return byKind == 0 ? only.compareTo(other.only) : byKind;
        }
    }

    /**
     * What of a scope is seen, or what is changed.
     *
     * @param kinds that can be chosen
     * @param all whether these are all that it is about
     */
    private record Half(boolean changes, Scope scope, List<Kind> kinds, boolean all) {
        static List<Half> of(Scope scope) {
            var about = scope.type().equals("*") ? List.of(Kind.values()) : List.of(Kind.of(scope.type()));
            var changeable = about.stream().filter(kind -> kind != Kind.OTHERS).toList();
            List<Half> halves = new ArrayList<>();
            scope.reading().ifPresent(seen -> halves.add(new Half(false, seen, about, true)));
            scope.changing()
                    .ifPresent(changed ->
                            halves.add(new Half(true, changed, changeable, changeable.size() == about.size())));
            return halves;
        }

        Choice choice(Kind kind) {
            return new Choice(changes, scope.context() == Context.USER, kind, scope.constraint());
        }

        /** Whether all that it is about was chosen. */
        boolean isWhole(Predicate<Choice> chosen) {
            return all && kinds.stream().map(this::choice).allMatch(chosen);
        }

        /** The scopes of what was chosen of it, in these words. */
        List<String> granted(String words, Predicate<Choice> chosen) {
            if (isWhole(chosen)) {
                return List.of(words);
            }
            var slash = words.indexOf('/') + 1;
            var end = words.substring(words.indexOf('.'));
            return !scope.type().equals("*")
                    ? List.of()
                    : kinds.stream()
                            .filter(kind -> chosen.test(choice(kind)))
                            .flatMap(kind -> kind.types().stream())
                            .map(type -> words.substring(0, slash) + type + end)
                            .toList();
        }
    }

    /** By the words in which each is granted. */
    public Wanted(Map<String, Scope> asked) {
        this.asked = new LinkedHashMap<>(asked);
        asked.values()
                .forEach(scope ->
                        Half.of(scope).forEach(half -> half.kinds().forEach(kind -> choices.add(half.choice(kind)))));
    }

    public List<Choice> choices() {
        return List.copyOf(choices);
    }

    /** The scopes that who ticked these grants, in the version in which each was asked for where it is granted whole. */
    Set<String> granted(List<String> ticked) {
        Predicate<Choice> chosen = choice -> ticked.contains(choice.name());
        Set<String> granted = new LinkedHashSet<>();
        asked.forEach((text, scope) -> {
            var halves = Half.of(scope);
            if (halves.stream().allMatch(half -> half.isWhole(chosen))) {
                granted.add(text);
            } else {
                halves.forEach(half -> granted.addAll(half.granted(words(text, scope, half), chosen)));
            }
        });
        return granted;
    }

    private static String words(String text, Scope scope, Half half) {
        return half.scope().equals(scope) ? text : half.scope().text();
    }
}
