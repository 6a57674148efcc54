package org.healthsphere.federation.exchange;

import java.util.Optional;
import org.healthsphere.specs.Bytes;

/** What becomes of the records of a member whose answer is longer than one envelope, one after the other as they come. */
public interface RecordTaker {
    /** Whether it takes so many bytes in all. */
    default boolean takes(long bytes) {
        return true;
    }

    /** Takes one, and says what is wrong with it, if something is: then nothing more of the answer is fetched. */
    Optional<String> take(ReleasedRecord released);

    /** What becomes of the answer when something was wrong with it, in itself or with a record of it. */
    default MemberAnswer refused(String problem) {
        return new MemberAnswer.Invalid(problem);
    }

    /** All were taken: what the member's answer is. It does not count what was taken when this is never called. */
    MemberAnswer ended(Bytes receipt);
}
