package org.healthsphere.federation.research;

import java.util.Optional;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/** What was released before, so that the same question on the same records gets the same answer and costs nothing. */
public interface Releases {
    Optional<Bytes> find(Sha256 key);

    /** Keeps a certificate; durable on return. */
    void keep(Sha256 key, Bytes certificate);
}
