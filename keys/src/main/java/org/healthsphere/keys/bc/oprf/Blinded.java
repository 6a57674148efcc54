package org.healthsphere.keys.bc.oprf;

import java.math.BigInteger;
import org.healthsphere.specs.Bytes;

/** An input that is hidden in an element, and what takes it out again. Only the element leaves who asks. */
public final class Blinded {
    private final Bytes input;
    private final Bytes element;
    private final BigInteger blind;

    Blinded(Bytes input, Bytes element, BigInteger blind) {
        this.input = input;
        this.element = element;
        this.blind = blind;
    }

    /** What is sent: any input could be in it. */
    public Bytes element() {
        return element;
    }

    Bytes input() {
        return input;
    }

    BigInteger blind() {
        return blind;
    }

    @Override
    public String toString() {
        return "Blinded[REDACTED]";
    }
}
