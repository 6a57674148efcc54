package org.healthsphere.federation.research;

import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** Where it is written down, before the answer is handed out, that there is one. */
public interface ReleaseRegister {
    /**
     * Records the digest of a certificate; the height at which that is committed. The same release twice is recorded once.
     *
     * @param id digest of the signed proposal
     */
    Outcome<Long> record(Sha256 id, String study, Sha256 certificate);
}
