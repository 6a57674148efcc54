package org.healthsphere.node.web.me;

import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.web.view.Sensitivity;

/** What a patient can say, each a sentence that he can read aloud. */
public sealed interface ConsentTerms {
    /** The last day on which it holds; none: until he changes it. */
    Optional<LocalDate> until();

    /** Every hospital that treats me may see everything except these. */
    record Treatment(Set<Sensitivity> except, Optional<LocalDate> until) implements ConsentTerms {
        public Treatment {
            // In the order of the enum: the same wish reads the same every time.
            var ordered = EnumSet.noneOf(Sensitivity.class);
            ordered.addAll(except);
            except = Collections.unmodifiableSet(ordered);
        }
    }

    /** Studies that my hospital has approved may count me; nobody sees my record for it. */
    record Research(Optional<LocalDate> until) implements ConsentTerms {}

    /** Something that these pages have no words for: it was signed in another app. It can be withdrawn here, and not signed. */
    record Other(Optional<LocalDate> until) implements ConsentTerms {}
}
