package org.healthsphere.node.doctor;

import java.util.Optional;

/**
 * One thing that was looked at.
 *
 * @param about its name, always the same for the same thing
 * @param says what was found, in a sentence
 * @param remedy what to do about it; with everything that is not good
 */
public record Finding(String about, Grade grade, String says, Optional<String> remedy) {
    /** How it stands. */
    public enum Grade {
        GOOD,
        /** It works, and somebody should see to it. */
        WARNING,
        /** A node does not start with this, or does not take part. */
        BAD
    }

    public Finding {
        if ((grade == Grade.GOOD) == remedy.isPresent()) {
            throw new IllegalArgumentException("what is not good has a remedy, and nothing else has");
        }
    }

    static Finding good(String about, String says) {
        return new Finding(about, Grade.GOOD, says, Optional.empty());
    }

    static Finding warning(String about, String says, String remedy) {
        return new Finding(about, Grade.WARNING, says, Optional.of(remedy));
    }

    static Finding bad(String about, String says, String remedy) {
        return new Finding(about, Grade.BAD, says, Optional.of(remedy));
    }
}
