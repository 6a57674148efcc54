package org.healthsphere.node.outbound.omop;

import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.outbound.omop.Table.Row;

/** Who is in the extract, by numbers of the extract alone, which visits they had, and from when to when something is told of them. */
final class People {
    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Map<String, Long> visits = new HashMap<>();

    /** One of them. */
    static final class Person {
        private final long number;
        private Optional<LocalDate> first = Optional.empty();
        private Optional<LocalDate> last = Optional.empty();

        Person(long number) {
            this.number = number;
        }

        long number() {
            return number;
        }

        void told(Moment moment) {
            var day = moment.day();
            first = first.filter(before -> before.isBefore(day)).or(() -> Optional.of(day));
            last = last.filter(after -> after.isAfter(day)).or(() -> Optional.of(day));
        }
    }

    void add(String id, long number) {
        people.put("Patient/" + id, new Person(number));
    }

    void visited(String id, long number) {
        visits.put("Encounter/" + id, number);
    }

    /** Whom a reference means, if he is in the extract. */
    Optional<Person> person(String reference) {
        return Optional.ofNullable(people.get(reference));
    }

    Optional<Long> visit(String reference) {
        return Optional.ofNullable(visits.get(reference));
    }

    /** A period for each of whom something is told. */
    void periods(Table periods) throws IOException {
        for (var person : people.values()) {
            if (person.first.isPresent() && person.last.isPresent()) {
                periods.write(new Row()
                        .with("observation_period_id", periods.next())
                        .with("person_id", person.number)
                        .with("observation_period_start_date", person.first.get().toString())
                        .with("observation_period_end_date", person.last.get().toString())
                        .with("period_type_concept_id", Events.RECORD));
            }
        }
    }
}
