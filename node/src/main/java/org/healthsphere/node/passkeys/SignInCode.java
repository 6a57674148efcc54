package org.healthsphere.node.passkeys;

import java.time.Instant;

/** A code on paper with which a patient makes a passkey, once. It is told when it is made and never again. */
public record SignInCode(String text, Instant until) {
    @Override
    public String toString() {
        return "SignInCode[REDACTED]";
    }
}
