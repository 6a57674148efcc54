package org.healthsphere.keys.identity;

import org.healthsphere.keys.Signer;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.keys.sealing.Unsealer;

/** Holds a node's keys and works with them: signs, unseals, and seals what is at rest. It gives none of them away. */
public interface KeyVault extends Signer, Unsealer {
    /** The box for secrets of one purpose at this node. */
    SecretBox secretBox(String purpose);
}
