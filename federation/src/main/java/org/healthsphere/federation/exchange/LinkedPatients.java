package org.healthsphere.federation.exchange;

import java.util.Optional;
import java.util.function.Consumer;
import org.healthsphere.federation.linkage.LinkageIndex;
import org.healthsphere.federation.linkage.Location;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.specs.Outcome;

/** Finds patients in the index; who is in doubt is nobody, and goes to the steward. */
public final class LinkedPatients implements PatientLocator {
    private final LinkageIndex index;
    private final Consumer<Location.Doubtful> steward;

    /**
     * Joins the two.
     *
     * @param steward the queue of what the steward has to look at; it is told of every doubt, and does not fail
     */
    public LinkedPatients(LinkageIndex index, Consumer<Location.Doubtful> steward) {
        this.index = index;
        this.steward = steward;
    }

    @Override
    public Outcome<Optional<String>> locate(PatientTokens tokens) {
        return switch (index.locate(tokens)) {
            case Location.Found(var patient, var _) -> Outcome.of(Optional.of(patient.patient()));
            case Location.Nobody _ -> Outcome.of(Optional.empty());
            case Location.Doubtful doubt -> {
                steward.accept(doubt);
                yield Outcome.of(Optional.empty());
            }
        };
    }
}
