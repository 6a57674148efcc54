package org.healthsphere.node.demo.feeds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SplittableRandom;
import org.healthsphere.node.ingest.Json;

/** How the same person is written down differently elsewhere: a slip of the pen, a house moved from, a name before marriage. */
final class Differences {
    private static final String IDENTIFIER_TYPE = "http://terminology.hl7.org/CodeSystem/v2-0203";
    private static final List<String> STREETS = List.of("Mill Lane", "Station Road", "Orchard Street", "Harbour View");

    private final SplittableRandom random;
    private final int index;

    Differences(SplittableRandom random, int index) {
        this.random = random;
        this.index = index;
    }

    /** The hospital's number for the patient. */
    String number(Hospital hospital) {
        return hospital.letter() + String.valueOf(100_000 + index * 37 + random.nextInt(37));
    }

    /** The Patient as a hospital has him; the first one is right, the others differ. */
    ObjectNode patient(ObjectNode truth, Hospital hospital, String number, int part) {
        var patient = truth.deepCopy();
        patient.retain(
                "resourceType",
                "id",
                "name",
                "telecom",
                "gender",
                "birthDate",
                "deceasedDateTime",
                "address",
                "maritalStatus");
        plainNames(patient);
        identifiers(patient, truth, hospital, number, part);
        if (part > 0) {
            switch ((index + part) % 3) {
                case 0 -> typo(patient);
                case 1 -> moved(patient);
                default -> maiden(patient);
            }
        }
        return patient;
    }

    /** Synthea marks its invented names with numbers, which no registration desk would type. */
    private static void plainNames(ObjectNode patient) {
        Json.objects(patient.path("name"), name -> {
            name.remove(List.of("prefix", "suffix"));
            name.put("family", name.path("family").asText().replaceAll("\\d", ""));
            var given = Json.elements(name.path("given"))
                    .map(g -> g.asText().replaceAll("\\d", ""))
                    .toList();
            var plain = name.putArray("given");
            given.forEach(plain::add);
        });
    }

    private static void identifiers(ObjectNode patient, ObjectNode truth, Hospital hospital, String number, int part) {
        var identifiers = patient.putArray("identifier");
        identifier(identifiers.addObject(), "MR", hospital.recordNumbers(), number);
        Json.elements(truth.path("identifier"))
                .filter(i -> part < 2 && i.at("/type/coding/0/code").asText().equals("SS"))
                .findFirst()
                .ifPresent(ssn -> identifier(
                        identifiers.addObject(),
                        "SS",
                        "http://hl7.org/fhir/sid/us-ssn",
                        ssn.path("value").asText()));
    }

    private static void identifier(ObjectNode identifier, String type, String system, String value) {
        identifier
                .putObject("type")
                .putArray("coding")
                .addObject()
                .put("system", IDENTIFIER_TYPE)
                .put("code", type);
        identifier.put("system", system).put("value", value);
    }

    /** Two letters of the first name change places. */
    private void typo(ObjectNode patient) {
        if (patient.at("/name/0") instanceof ObjectNode name
                && name.at("/given/0").asText().length() > 3) {
            var given = name.at("/given/0").asText();
            var at = 1 + random.nextInt(given.length() - 2);
            var swapped = given.substring(0, at) + given.charAt(at + 1) + given.charAt(at) + given.substring(at + 2);
            name.withArray("/given").set(0, swapped);
        }
    }

    private void moved(ObjectNode patient) {
        if (patient.at("/address/0") instanceof ObjectNode address) {
            address.putArray("line").add(1 + random.nextInt(200) + " " + STREETS.get(random.nextInt(STREETS.size())));
            address.put("postalCode", String.format("%05d", 1000 + random.nextInt(1800)));
            address.remove("extension");
        }
    }

    /** The name before marriage, of those who had another; a typing error for the others. */
    private void maiden(ObjectNode patient) {
        var maiden = Json.elements(patient.path("name"))
                .filter(n -> n.path("use").asText().equals("maiden"))
                .findFirst();
        if (maiden.isEmpty()) {
            typo(patient);
        } else {
            var name = maiden.get().deepCopy();
            patient.putArray("name").add(((ObjectNode) name).put("use", "official"));
        }
    }
}
