package org.healthsphere.node.release;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.access.Scope.Interaction;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Which types of resources a request may touch at all, whatever consent would let it see of them: the scopes of a program's token
 * (SMART App Launch 2.2, section 2.0.11). They narrow every way to a resource, not only the one that the URL names.
 */
public record Reach(Set<Scope> scopes) {
    /** For people, who come by the pages, and for the node itself. */
    public static final Reach EVERYTHING = new Reach(Set.of(new Scope("*", "cruds")));

    public Reach {
        scopes = Set.copyOf(scopes);
    }

    public boolean permits(Interaction interaction, String type) {
        return scopes.stream().anyMatch(scope -> scope.permits(type, interaction));
    }

    /** Whether there is any type of which this may be done. */
    public boolean permitsSome(Interaction interaction) {
        return scopes.stream().anyMatch(scope -> scope.permits(scope.type(), interaction));
    }

    /** The types of which one of these may be done; empty: every type. */
    public Optional<Set<String>> types(Interaction... interactions) {
        Predicate<Scope> counts =
                scope -> Arrays.stream(interactions).anyMatch(interaction -> scope.permits(scope.type(), interaction));
        Set<String> types = scopes.stream().filter(counts).map(Scope::type).collect(Collectors.toSet());
        return types.contains("*") ? Optional.empty() : Optional.of(types);
    }

    /** The type; or {@link Fault.Forbidden}, which names it, when one of these may not be done with it. */
    public Outcome<String> check(String type, Interaction... interactions) {
        return Arrays.stream(interactions).allMatch(interaction -> permits(interaction, type))
                ? Outcome.of(type)
                : Outcome.failed(new Fault.Forbidden("the token's scopes do not cover this interaction with " + type));
    }
}
