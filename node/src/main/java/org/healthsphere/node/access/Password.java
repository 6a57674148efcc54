package org.healthsphere.node.access;

/** A password in clear, on its way to being hashed or compared; it prints nothing. */
public record Password(String clear) {
    /** What a new password needs at least (OWASP ASVS 5.0, 6.2.1 asks for 8 and recommends 15). */
    static final int SHORTEST = 12;

    /** Longer ones are refused, so that nobody makes the node hash a book. */
    static final int LONGEST = 128;

    boolean isFitForUse() {
        return clear.length() >= SHORTEST && clear.length() <= LONGEST;
    }

    @Override
    public String toString() {
        return "Password[REDACTED]";
    }
}
