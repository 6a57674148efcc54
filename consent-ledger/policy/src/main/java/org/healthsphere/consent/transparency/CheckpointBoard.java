package org.healthsphere.consent.transparency;

import java.util.List;
import org.healthsphere.specs.Outcome;

/**
 * Where members show each other their checkpoints. Nobody need trust it: what hangs there is signed, and what does not hang there
 * can only keep checkpoints from growing signatures.
 */
public interface CheckpointBoard {
    /** Hangs up this member's newest, in the place of the one before. */
    Outcome<SignedCheckpoint> publish(SignedCheckpoint checkpoint);

    /** What hangs there now, one for each member that has hung up any. */
    Outcome<List<SignedCheckpoint>> published();
}
