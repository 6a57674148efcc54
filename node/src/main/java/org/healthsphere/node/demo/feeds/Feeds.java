package org.healthsphere.node.demo.feeds;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.healthsphere.specs.Bytes;

/**
 * What the three hospitals send, from first to last.
 *
 * @param messages of each hospital, in order; a few of them are broken, as in life
 * @param patients of all hospitals
 * @param shared patients known at more than one
 */
public record Feeds(Map<Hospital, List<Bytes>> messages, List<Chart> charts, int patients, int shared) {
    public Feeds {
        messages = Map.copyOf(messages);
        charts = List.copyOf(charts);
    }

    /** What a hospital sends, in order. */
    public List<Bytes> messages(Hospital hospital) {
        return messages.getOrDefault(hospital, List.of());
    }

    /**
     * Tells the histories in the hospitals' languages; equal input gives equal feeds.
     *
     * @param north Northfield's own codes
     * @param river Riverside's own codes
     */
    public static Feeds of(List<History> histories, HospitalSplit split, LocalCodes north, LocalCodes river) {
        var charts = split.charts(histories);
        var messages = new EnumMap<Hospital, List<Bytes>>(Hospital.class);
        for (var hospital : Hospital.values()) {
            var feed = new ArrayList<Bytes>();
            charts.stream()
                    .filter(c -> c.hospital() == hospital)
                    .sorted(Comparator.comparing(Chart::number))
                    .forEach(c -> feed.addAll(
                            switch (hospital) {
                                case NORTH -> V2Writer.messages(c, north);
                                case RIVER -> BundleWriter.bundles(c, river);
                                case LAKE -> CdaWriter.documents(c);
                            }));
            Broken.of(hospital).forEach(b -> feed.add(feed.size() / 2, b));
            messages.put(hospital, List.copyOf(feed));
        }
        var places = charts.stream().collect(Collectors.groupingBy(Chart::person, Collectors.counting()));
        var shared = places.values().stream().filter(n -> n > 1).count();
        return new Feeds(messages, charts, places.size(), (int) shared);
    }
}
