package org.healthsphere.node.web.desk;

/**
 * The privacy budget of a study, in millionths of epsilon: what questions have cost, what is left, what the next one costs.
 */
public record Budget(long spentMicros, long limitMicros, long nextMicros) {
    public boolean sufficesForAnother() {
        return spentMicros + nextMicros <= limitMicros;
    }

    public long questionsLeft() {
        return Math.max(0, (limitMicros - spentMicros) / nextMicros);
    }

    public int percentSpent() {
        return limitMicros == 0 ? 100 : (int) Math.min(100, spentMicros * 100 / limitMicros);
    }
}
