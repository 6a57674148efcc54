package org.healthsphere.node.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.healthsphere.node.audit.Places.Place;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
    private static final int ENTRIES = 5_000;

    private final Places places = new Places();
    private final List<Entry> all = new ArrayList<>();

    private record Entry(AuditEvent event, Place place) {}

    private List<Place> newest(Predicate<AuditEvent> which, int limit) {
        return all.reversed().stream()
                .filter(entry -> which.test(entry.event()))
                .limit(limit)
                .map(Entry::place)
                .toList();
    }

    private void write(SplittableRandom random) {
        long offset = 0;
        for (var i = 0; i < ENTRIES; i++) {
            var correlation = "request-" + random.nextInt(ENTRIES / 2);
            var event = random.nextInt(4) == 0
                    ? AuditSamples.signedIn(correlation)
                    : AuditSamples.read("patient-" + random.nextInt(50), correlation);
            var place = new Place(offset, 1 + random.nextInt(500));
            places.add(event, place);
            all.add(new Entry(event, place));
            offset += place.length() + 1;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void it_finds_what_going_through_all_of_them_finds(long seed) {
        var random = new SplittableRandom(seed);
        write(random);
        for (var limit : new int[] {0, 1, 7, 2 * ENTRIES}) {
            assertThat(places.newest(limit)).isEqualTo(newest(_ -> true, limit));
            for (var patient = 0; patient < 52; patient++) {
                var name = "patient-" + patient;
                assertThat(places.ofPatient(name, limit))
                        .isEqualTo(newest(event -> event.patient().stream().anyMatch(name::equals), limit));
            }
        }
        for (var i = 0; i < 200; i++) {
            var name = "request-" + random.nextInt(ENTRIES);
            assertThat(places.perhapsOfCorrelation(name))
                    .containsAll(newest(event -> event.correlation().equals(name), ENTRIES))
                    .hasSizeLessThan(20);
        }
    }
}
