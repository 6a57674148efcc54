package org.healthsphere.node.fhir.subscription;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The topics that there are: for each type of resource that can be searched, but for Subscriptions themselves. */
final class Topics {
    private final Set<String> types;

    Topics(Set<String> searched) {
        var all = new TreeSet<>(searched);
        all.remove(Subscription.TYPE);
        this.types = all;
    }

    Optional<Topic> find(String url) {
        return Topic.of(url).filter(topic -> types.contains(topic.type()));
    }

    List<String> urls() {
        return types.stream()
                .flatMap(type -> Arrays.stream(Topic.Trigger.values()).map(trigger -> new Topic(type, trigger).url()))
                .toList();
    }
}
