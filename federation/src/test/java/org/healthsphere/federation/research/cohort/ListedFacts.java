package org.healthsphere.federation.research.cohort;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Facts written down one by one, as plain as can be. */
public final class ListedFacts implements FactTable {
    private final List<Kind> kinds = new ArrayList<>();
    private final List<Person> people;

    /** A fact of somebody. */
    public record Fact(Kind kind, int earliest, int latest, Optional<Measured> measured) {}

    /** Somebody. */
    public record Person(int bornEarliest, int bornLatest, Sex sex, List<Fact> facts) {}

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
