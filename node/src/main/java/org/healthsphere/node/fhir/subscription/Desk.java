package org.healthsphere.node.fhir.subscription;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.healthsphere.specs.Requester;

/** All subscriptions that there are now. Each is known to whom it belongs, and to nobody else. */
final class Desk {
    private final Map<String, Live> all = new ConcurrentHashMap<>();

    Collection<Live> all() {
        return all.values();
    }

    int size() {
        return all.size();
    }

    Optional<Live> any(String id) {
        return Optional.ofNullable(all.get(id));
    }

    Optional<Live> of(Requester requester, String id) {
        return any(id).filter(live -> belongsTo(live, requester));
    }

    /** Those of one subscriber, in the order of their ids. */
    List<Live> of(Requester requester) {
        return all.values().stream()
                .filter(live -> belongsTo(live, requester))
                .sorted(Comparator.comparing(live -> live.subscription().id()))
                .toList();
    }

    private static boolean belongsTo(Live live, Requester requester) {
        return live.subscription().owner().requester().equals(requester);
    }

    /** Whether it is in now; false when another has this id. */
    boolean put(String id, Live live) {
        return all.putIfAbsent(id, live) == null;
    }

    void remove(String id) {
        all.remove(id);
    }
}
