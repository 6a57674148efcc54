package org.healthsphere.keys.bc;

import java.time.Duration;

/**
 * How a new authority begins.
 *
 * @param name its common name, such as {@code ca.hospital-a}
 * @param organization whose authority it is
 * @param validity how long its own certificate holds
 */
public record Founding(String name, String organization, Duration validity) {
    public Founding {
        if (name.isBlank() || organization.isBlank() || validity.isNegative() || validity.isZero()) {
            throw new IllegalArgumentException("an authority has a name, an organization and a time ahead of it");
        }
    }
}
