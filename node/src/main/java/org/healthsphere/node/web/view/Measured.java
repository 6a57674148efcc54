package org.healthsphere.node.web.view;

import java.util.Optional;

/**
 * A value with its unit, as it shall be read.
 *
 * @param range the reference range in words
 */
public record Measured(String text, Mark mark, Optional<String> range) {
    /** How the value lies to its reference range. */
    public enum Mark {
        NONE,
        NORMAL,
        LOW,
        HIGH
    }
}
