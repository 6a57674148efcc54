package org.healthsphere.federation.linkage;

import java.util.List;
import org.healthsphere.specs.Sha256;

/** Turns who a patient is into tokens under a key that one holder has alone: what a member compares its own patients by. */
public final class Tokenizer {
    private final LinkageSecret secret;

    public Tokenizer(LinkageSecret secret) {
        this.secret = secret;
    }

    /** By which its tokens are told from those of another key. */
    public Sha256 key() {
        return secret.id();
    }

    public PatientTokens tokens(Demographics person) {
        var inputs = TokenInputs.of(person);
        return inputs.tokens(key(), tokens(inputs));
    }

    /** A token for each text, in their order. */
    List<String> tokens(TokenInputs inputs) {
        var macs = secret.macs();
        return inputs.all().stream().map(macs::token).toList();
    }
}
