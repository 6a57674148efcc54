package org.healthsphere.node.web.me;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.node.web.view.Party;
import org.healthsphere.node.web.view.Sensitivity;

/** What a patient can say, each a sentence that he can read aloud. */
public sealed interface ConsentTerms {
    /** The last day on which it holds; none: until he changes it. */
    Optional<LocalDate> until();

    /**
     * Hospitals that treat me may see everything except these.
     *
     * @param whom which hospitals
     * @param except what it is about
     * @param kinds of entries, whatever they are about; never who the patient is, without which there is no record
     */
    record Treatment(Whom whom, Set<Sensitivity> except, Set<Category> kinds, Optional<LocalDate> until)
            implements ConsentTerms {
        public Treatment {
            except = ordered(except, Sensitivity.class);
            kinds = ordered(kinds, Category.class);
            if (kinds.contains(Category.PERSON)) {
                throw new IllegalArgumentException("whose record it is goes with the record");
            }
        }

        /** Every hospital. */
        public Treatment(Set<Sensitivity> except, Optional<LocalDate> until) {
            this(Whom.EVERYBODY, except, Set.of(), until);
        }
    }

    /**
     * Studies that my hospital has approved may count me, except by these; nobody sees my record for it.
     *
     * @param except what studies do not get to count
     */
    record Research(Set<Sensitivity> except, Optional<LocalDate> until) implements ConsentTerms {
        public Research {
            except = ordered(except, Sensitivity.class);
        }

        /** By all of it. */
        public Research(Optional<LocalDate> until) {
            this(Set.of(), until);
        }
    }

    /** Something that these pages have no words for: it was signed in another app. It can be withdrawn here, and not signed. */
    record Other(Optional<LocalDate> until) implements ConsentTerms {}

    /** Which hospitals, or people of them, a yes is for. */
    sealed interface Whom {
        Whom EVERYBODY = new Everybody();

        /** Those of whom it speaks. */
        static List<Party> named(Whom whom) {
            return switch (whom) {
                case Everybody _ -> List.of();
                case AllBut(var parties) -> parties;
                case Only(var parties) -> parties;
            };
        }

        /** Each that treats me, now or one day. */
        record Everybody() implements Whom {}

        /** Each that treats me, these not. */
        record AllBut(List<Party> parties) implements Whom {
            public AllBut {
                parties = sorted(parties);
            }
        }

        /** These and nobody else. */
        record Only(List<Party> parties) implements Whom {
            public Only {
                parties = sorted(parties);
            }
        }

        private static List<Party> sorted(Collection<Party> parties) {
            if (parties.isEmpty()) {
                throw new IllegalArgumentException("somebody is named");
            }
            return parties.stream()
                    .distinct()
                    .sorted(Comparator.comparing(Party::id))
                    .toList();
        }
    }

    /** In the order of the enum: the same wish reads the same every time. */
    private static <E extends Enum<E>> Set<E> ordered(Set<E> values, Class<E> type) {
        var ordered = EnumSet.noneOf(type);
        ordered.addAll(values);
        return Collections.unmodifiableSet(ordered);
    }
}
