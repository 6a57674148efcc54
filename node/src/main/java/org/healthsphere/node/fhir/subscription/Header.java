package org.healthsphere.node.fhir.subscription;

/** An HTTP header that a notification carries. What it says may be a secret, and is never printed. */
public record Header(String name, String value) {
    @Override
    public String toString() {
        return name + ": [REDACTED]";
    }
}
