package org.healthsphere.node.smart;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.access.Scope.Context;
import org.healthsphere.node.store.index.SearchParameter.Kind;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Outcome;

/**
 * The scopes that an app asks for, as far as this node knows them. The others are left out, as RFC 6749, section 3.3, has it: the
 * app learns from the token what it was granted.
 *
 * @param resources what of the record, by the words in which it is told back
 * @param words the scopes that are not about resources
 */
record Wish(Map<String, Scope> resources, Set<String> words) {
    static final String OPENID = "openid";
    static final String FHIR_USER = "fhirUser";
    static final String LAUNCH = "launch";
    static final String LAUNCH_PATIENT = "launch/patient";
    static final String LAUNCH_ENCOUNTER = "launch/encounter";
    static final String OFFLINE = "offline_access";
    static final String ONLINE = "online_access";
    static final List<String> WORDS =
            List.of(OPENID, FHIR_USER, LAUNCH, LAUNCH_PATIENT, LAUNCH_ENCOUNTER, OFFLINE, ONLINE);

    private static final int MOST = 200;

    static Wish of(String text) {
        return of(Arrays.asList(text.split(" ", MOST + 1)));
    }

    static Wish of(Collection<String> texts) {
        Map<String, Scope> resources = new LinkedHashMap<>();
        Set<String> words = new LinkedHashSet<>();
        texts.stream().limit(MOST).distinct().forEach(text -> {
            if (WORDS.contains(text)) {
                words.add(text);
            } else if (Scope.parse(text) instanceof Outcome.Success<Scope>(var scope) && isHonoured(scope)) {
                offered(scope).ifPresent(taken -> resources.put(spelled(text, taken), taken));
            }
        });
        return new Wish(resources, words);
    }

    /** In a person's name an app changes one record, the one in context: of all that he may see it only reads. */
    private static Optional<Scope> offered(Scope scope) {
        return scope.context() == Context.USER ? scope.reading() : Optional.of(scope);
    }

    /** As it was asked for, where all of it is taken: who speaks version 1 is answered in version 1. */
    private static String spelled(String text, Scope scope) {
        return Scope.parse(text).equals(Outcome.of(scope)) ? text : scope.text();
    }

    /** A constraint is held against the index and against each resource; only values of tokens can be. */
    private static boolean isHonoured(Scope scope) {
        return scope.demands().keySet().stream()
                .allMatch(name -> SearchParameters.r4().of(scope.type()).stream()
                        .anyMatch(p -> p.name().equals(name) && p.kind() == Kind.TOKEN));
    }

    /** What is wrong with a list of scopes that must be understood whole. */
    static Optional<String> problem(String text) {
        var known = of(text);
        return Arrays.stream(text.split(" ", -1))
                .filter(word -> !known.words.contains(word) && !known.resources.containsKey(word))
                .findFirst()
                .map(word -> "has “" + word + "”, which is no scope that this node honours");
    }

    /** What of it is within what the app may have at all: of who asks to read and to change, what of the two is. */
    Wish within(Set<String> most) {
        var allowed = of(most);
        Map<String, Scope> within = new LinkedHashMap<>();
        resources.forEach((text, scope) -> {
            if (allowed.covers(scope)) {
                within.put(text, scope);
            } else {
                Stream.of(scope.reading(), scope.changing())
                        .flatMap(Optional::stream)
                        .filter(allowed::covers)
                        .forEach(half -> within.put(half.text(), half));
            }
        });
        return new Wish(
                within,
                words.stream().filter(allowed.words::contains).collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private boolean covers(Scope asked) {
        return resources.values().stream().anyMatch(scope -> scope.covers(asked));
    }

    /** The same without what would change anything. */
    Wish ofReading() {
        Map<String, Scope> reading = new LinkedHashMap<>();
        resources.forEach((text, scope) -> scope.reading().ifPresent(half -> reading.put(spelled(text, half), half)));
        return new Wish(reading, words);
    }

    /** The same without what is about programs: for people who connect apps. */
    Wish ofPeople() {
        return only(scope -> scope.context() != Context.SYSTEM, words);
    }

    /** Only what a program may do by itself. */
    Wish ofSystem() {
        return only(scope -> scope.context() == Context.SYSTEM, Set.of());
    }

    private Wish only(Predicate<Scope> which, Set<String> kept) {
        return new Wish(
                resources.entrySet().stream()
                        .filter(entry -> which.test(entry.getValue()))
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, Map.Entry::getValue, (a, _) -> a, LinkedHashMap::new)),
                kept);
    }

    Wish without(Set<String> others) {
        return new Wish(
                resources,
                words.stream()
                        .filter(word -> !others.contains(word))
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    boolean has(String word) {
        return words.contains(word);
    }

    boolean isAboutOnePatient() {
        return has(LAUNCH_PATIENT) || resources.values().stream().anyMatch(scope -> scope.context() == Context.PATIENT);
    }

    boolean isNothing() {
        return resources.isEmpty() && words.isEmpty();
    }

    List<String> texts() {
        var all = new LinkedHashSet<>(words);
        all.addAll(resources.keySet());
        return List.copyOf(all);
    }
}
