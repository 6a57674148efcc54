package org.healthsphere.federation.research.cohort;

import org.healthsphere.specs.Sha256;

/**
 * What a set of concepts came to: two nodes whose pins are equal mean the same by the question.
 *
 * @param concepts SHA-256 of the canonical JSON by which the question names them
 * @param members digest of the codes that this node's terminology makes of it
 */
public record Pin(Sha256 concepts, Sha256 members) implements Comparable<Pin> {
    @Override
    public int compareTo(Pin other) {
        return concepts.hex().compareTo(other.concepts.hex());
    }
}
