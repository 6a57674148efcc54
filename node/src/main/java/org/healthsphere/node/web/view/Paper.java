package org.healthsphere.node.web.view;

/**
 * A document that a hospital holds.
 *
 * @param document the id of its entry there
 * @param index which of its attachments
 * @param opens whether the hospital has the document itself, so that it can be opened from here
 */
public record Paper(Hospital hospital, String document, int index, String mediaType, boolean opens) {
    @Override
    public String toString() {
        return "Paper[" + hospital.id() + "]";
    }
}
