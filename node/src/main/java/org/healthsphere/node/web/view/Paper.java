package org.healthsphere.node.web.view;

/**
 * A document that a hospital holds.
 *
 * @param document the id of its entry there
 * @param index which of its attachments
 * @param here whether it came along with the record, or lies at this hospital, so that it can be opened
 */
public record Paper(Hospital hospital, String document, int index, String mediaType, boolean here) {
    @Override
    public String toString() {
        return "Paper[" + hospital.id() + "]";
    }
}
