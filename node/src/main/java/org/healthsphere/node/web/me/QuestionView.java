package org.healthsphere.node.web.me;

/**
 * A look that is being questioned.
 *
 * @param words as they were typed
 * @param problem names the text that says what is missing; empty if nothing is
 */
public record QuestionView(Look look, String words, String problem) {
    @Override
    public String toString() {
        return "QuestionView[REDACTED]";
    }
}
