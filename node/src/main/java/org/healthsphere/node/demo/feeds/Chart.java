package org.healthsphere.node.demo.feeds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What one hospital knows of one patient.
 *
 * @param person the id of the patient in the histories: the same person in another hospital's chart
 * @param number the hospital's record number
 * @param patient the Patient as the hospital has him
 * @param encounters there, oldest first
 * @param records what came of them, and what the patient brought along
 */
public record Chart(
        Hospital hospital,
        String person,
        String number,
        ObjectNode patient,
        List<ObjectNode> encounters,
        List<ObjectNode> records) {
    public Chart {
        encounters = List.copyOf(encounters);
        records = List.copyOf(records);
    }

    /** The records of a kind that belong to an encounter. */
    List<ObjectNode> of(String type, ObjectNode encounter) {
        return records.stream()
                .filter(r ->
                        History.type(r).equals(type) && History.encounter(r).equals(History.id(encounter)))
                .toList();
    }

    /** The records of a kind. */
    List<ObjectNode> all(String type) {
        return records.stream().filter(r -> History.type(r).equals(type)).toList();
    }

    String text(String pointer) {
        return patient.at(pointer).asText("");
    }
}
