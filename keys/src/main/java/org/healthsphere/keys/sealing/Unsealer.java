package org.healthsphere.keys.sealing;

import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** Opens what was sealed for one key. The private key never leaves the implementation. */
public interface Unsealer {
    /** What others seal for. */
    RecipientKey recipientKey();

    /** The key that a sender agreed on with this encapsulation within this context; 32 bytes. */
    Outcome<Bytes> agree(Bytes encapsulation, Bytes context);

    /** The secret that {@link RecipientKey#seal} sealed, in the same context. */
    default Outcome<Bytes> unseal(Bytes sealed, Bytes context) {
        return RecipientKey.unseal(sealed, context, this);
    }
}
