package org.healthsphere.federation.research.analysis;

/** How the partial likelihood treats deaths at the same time. */
public enum Ties {
    /** As if they had come in any order (Efron 1977, JASA 72:557). */
    EFRON,
    /** As if each had come first (Breslow 1974, Biometrics 30:89). */
    BRESLOW;

    /** Which share of those who die at a time has left the risk set when the next of them dies. */
    double gone(int before, int deaths) {
        return switch (this) {
            case EFRON -> (double) before / deaths;
            case BRESLOW -> 0;
        };
    }
}
