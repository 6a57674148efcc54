package org.healthsphere.node.ingest.following;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.ingest.remote.Remote;

/**
 * What another FHIR server is to tell of.
 *
 * @param topic canonical of a topic there (Subscriptions R5 Backport); empty: the server has FHIR R4's own subscriptions only
 * @param criteria filters of the topic, as {@code Observation?category=laboratory}; without a topic the one search
 * @param types of resources that are searched for when it cannot be known what was missed
 * @param every how often it is looked whether all is well
 */
public record Wanted(
        Remote.Place place, Optional<String> topic, List<String> criteria, List<String> types, Duration every) {
    public Wanted {
        criteria = List.copyOf(criteria);
        types = List.copyOf(types);
        if (topic.isEmpty() && criteria.size() != 1) {
            throw new IllegalArgumentException("criteria: give a topic, or one search");
        }
        if (types.isEmpty() || types.stream().anyMatch(type -> !type.matches("[A-Z][A-Za-z]{1,63}"))) {
            throw new IllegalArgumentException("types: a list of types of resources is expected");
        }
        if (criteria.stream().anyMatch(one -> !one.matches("[A-Z][A-Za-z]{1,63}\\?.+"))) {
            throw new IllegalArgumentException("criteria: searches are expected, as Observation?category=laboratory");
        }
    }
}
