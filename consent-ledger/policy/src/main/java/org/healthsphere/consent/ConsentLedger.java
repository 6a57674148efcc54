package org.healthsphere.consent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * The ordered record of what patients allow, of who is a member, and of what was spent.
 *
 * <p>No request about a patient waits for it: its events feed the {@link ConsentView}, and the view decides.
 */
public interface ConsentLedger extends AutoCloseable {
    /**
     * Puts a directive on the ledger and waits until it is committed.
     *
     * <p>After a success {@link #eventsFrom} MUST contain the event. A {@link Directive.Revoke} of a directive that exists
     * MUST NOT be refused, whoever else is writing. Submitting the same directive twice has the effect of once: the second
     * answer is the first event again.
     *
     * <p>Refusals: {@link org.healthsphere.specs.Fault.Invalid} for a wrong form, {@code Forbidden} for a signature that is not
     * the patient's and for a member that may not, {@code NotFound}, {@code Conflict} for a name that stands for something else,
     * {@code Gone} for a consent that was revoked before, {@code Unprocessable} for a budget or a date that does not allow it.
     */
    Outcome<LedgerEvent> submit(Directive directive);

    /**
     * The committed events of this block height and above, in the order of the ledger. Answers at once with what there is.
     * {@link org.healthsphere.specs.Fault.Unavailable} when the ledger cannot be reached.
     */
    Outcome<List<LedgerEvent>> eventsFrom(long height);

    /** As {@link #eventsFrom}; when there are none, waits for one, but no longer than this. */
    Outcome<List<LedgerEvent>> awaitFrom(long height, Duration patience);

    /** How a consent, an opt-out or a delegation stands. {@link org.healthsphere.specs.Fault.NotFound} when there is none. */
    Outcome<Standing> check(String id);

    /** Everything that was ever said under this id, in the order of the ledger. */
    Outcome<List<LedgerEvent>> history(String id);

    /** How what a patient said stands on the ledger. */
    enum Standing {
        ACTIVE,
        EXPIRED,
        REVOKED,
        /** Somebody ended it without the patient's signature: it denies, and somebody must look. */
        CONTESTED,
        /** The custodian has let go of its terms. */
        ERASED
    }

    /** The newest block the ledger vouches for, and when it did. */
    Outcome<LedgerHead> head();

    /** The hash of a block that was read here; nothing for one that was not, or so long ago that it is forgotten. */
    Optional<Sha256> hashAt(long height);

    /** Which mode this is and what it guarantees, in words for people. */
    LedgerMode mode();

    @Override
    void close();
}
