package org.healthsphere.node.release;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.access.Scope.Context;
import org.healthsphere.node.access.Scope.Interaction;
import org.healthsphere.node.store.Bounds;
import org.healthsphere.node.store.Bounds.Demand;
import org.healthsphere.node.store.Bounds.Part;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * What a request may touch at all, whatever consent would let it see: the scopes of an app's token (SMART App Launch 2.2, section
 * 2.0.11). They narrow every way to a resource, not only the one that the URL names.
 *
 * @param patient the one in context; without one, scopes for a patient reach nothing
 */
public record Reach(Set<Scope> scopes, Optional<String> patient) {
    private static final Scope ALL = new Scope(Bounds.ANY, "cruds");

    /** For people, who come by the pages, and for the node itself. */
    public static final Reach EVERYTHING = new Reach(Set.of(ALL));

    public Reach {
        scopes = Set.copyOf(scopes);
    }

    /** With no patient in context. */
    public Reach(Set<Scope> scopes) {
        this(scopes, Optional.empty());
    }

    /** Whether this may be done with some resource of the type. */
    public boolean permits(Interaction interaction, String type) {
        return scopes.stream().anyMatch(scope -> reaches(scope) && scope.permits(type, interaction));
    }

    /** Whether there is any type of which this may be done. */
    public boolean permitsSome(Interaction interaction) {
        return scopes.stream().anyMatch(scope -> reaches(scope) && scope.permits(scope.type(), interaction));
    }

    /** What one of these may be done with. */
    public Bounds bounds(Interaction... interactions) {
        if (scopes.contains(ALL)) {
            return Bounds.NONE;
        }
        Predicate<Scope> counts =
                scope -> Arrays.stream(interactions).anyMatch(interaction -> scope.permits(scope.type(), interaction));
        Map<String, Set<Part>> parts = new HashMap<>();
        scopes.stream()
                .filter(this::reaches)
                .filter(counts)
                .forEach(scope -> parts.computeIfAbsent(scope.type(), _ -> new HashSet<>())
                        .add(part(scope)));
        return new Bounds(parts);
    }

    /** Whether it is what a person lets an app do, and not what a program may do by itself. */
    public boolean isOfPerson() {
        return scopes.stream().anyMatch(scope -> scope.context() != Context.SYSTEM);
    }

    private boolean reaches(Scope scope) {
        return scope.context() != Context.PATIENT || patient.isPresent();
    }

    private Part part(Scope scope) {
        var demands = scope.demands().entrySet().stream()
                .map(demand -> new Demand(demand.getKey(), demand.getValue()))
                .collect(Collectors.toSet());
        return new Part(scope.context() == Context.PATIENT ? patient : Optional.empty(), demands);
    }

    /** The type; or {@link Fault.Forbidden}, which names it, when one of these may not be done with it. */
    public Outcome<String> check(String type, Interaction... interactions) {
        return Arrays.stream(interactions).allMatch(interaction -> permits(interaction, type))
                ? Outcome.of(type)
                : Outcome.failed(new Fault.Forbidden("the token's scopes do not cover this interaction with " + type));
    }
}
