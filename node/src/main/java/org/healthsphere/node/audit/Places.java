package org.healthsphere.node.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where in the file the entries are: all of them, those of each patient, those of each request. */
final class Places {
    private final List<Place> all = new ArrayList<>();
    private final Map<String, List<Place>> byPatient = new HashMap<>();
    private final Map<String, List<Place>> byCorrelation = new HashMap<>();

    record Place(long offset, int length) {}

    synchronized void add(AuditEvent event, Place place) {
        all.add(place);
        event.patient().ifPresent(patient -> put(byPatient, patient, place));
        put(byCorrelation, event.correlation(), place);
    }

    synchronized List<Place> newest(int limit) {
        return newest(all, limit);
    }

    synchronized List<Place> ofPatient(String patient, int limit) {
        return newest(byPatient.getOrDefault(patient, List.of()), limit);
    }

    synchronized List<Place> ofCorrelation(String correlation, int limit) {
        return newest(byCorrelation.getOrDefault(correlation, List.of()), limit);
    }

    private static List<Place> newest(List<Place> places, int limit) {
        return places.reversed().stream().limit(limit).toList();
    }

    private static void put(Map<String, List<Place>> places, String key, Place place) {
        places.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(place);
    }
}
