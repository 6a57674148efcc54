package org.healthsphere.federation.research.cohort;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Facts written down one by one, as plain as can be. */
public final class ListedFacts implements FactTable {
    private final List<Kind> kinds = new ArrayList<>();
    private final List<Person> people;

    /** A fact of somebody. */
    public record Fact(
            Kind kind, int earliest, int latest, Optional<Measured> measured, long record, long during) {
        /** One that is part of nothing. */
        public Fact(Kind kind, int earliest, int latest, Optional<Measured> measured) {
            this(kind, earliest, latest, measured, 0, 0);
        }
    }

    /** Somebody. */
    public record Person(
            int bornEarliest, int bornLatest, Sex sex, List<Fact> facts, boolean deceased, Set<String> regions) {
        /** Somebody who lives, nobody knows where. */
        public Person(int bornEarliest, int bornLatest, Sex sex, List<Fact> facts) {
            this(bornEarliest, bornLatest, sex, facts, false, Set.of());
        }
    }

    public ListedFacts(List<Person> people) {
        this.people = people;
        for (var person : people) {
            person.facts().stream()
                    .map(Fact::kind)
                    .filter(kind -> !kinds.contains(kind))
                    .forEach(kinds::add);
        }
    }

    public List<Person> people() {
        return people;
    }

    @Override
    public List<Kind> kinds() {
        return kinds;
    }

    @Override
    public int patients() {
        return people.size();
    }

    @Override
    public PatientFacts patient(int number) {
        return new OfPerson(people.get(number), kinds);
    }

    private record OfPerson(Person person, List<Kind> kinds) implements PatientFacts {
        @Override
        public int bornEarliest() {
            return person.bornEarliest();
        }

        @Override
        public int bornLatest() {
            return person.bornLatest();
        }

        @Override
        public Sex sex() {
            return person.sex();
        }

        @Override
        public boolean deceased() {
            return person.deceased();
        }

        @Override
        public Set<String> regions() {
            return person.regions();
        }

        @Override
        public long record(int fact) {
            return person.facts().get(fact).record();
        }

        @Override
        public long during(int fact) {
            return person.facts().get(fact).during();
        }

        @Override
        public int facts() {
            return person.facts().size();
        }

        @Override
        public int kind(int fact) {
            return kinds.indexOf(person.facts().get(fact).kind());
        }

        @Override
        public int earliest(int fact) {
            return person.facts().get(fact).earliest();
        }

        @Override
        public int latest(int fact) {
            return person.facts().get(fact).latest();
        }

        @Override
        public Optional<Measured> measured(int fact) {
            return person.facts().get(fact).measured();
        }
    }
}
