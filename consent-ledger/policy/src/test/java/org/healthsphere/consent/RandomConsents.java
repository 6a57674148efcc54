package org.healthsphere.consent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.healthsphere.specs.Coding;

/** Consents of every form that can be enforced. */
final class RandomConsents {
    private static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    static final List<String> TYPES = List.of("Observation", "Condition", "Encounter");
    static final List<Coding> LABELS = List.of(
            new Coding(CONFIDENTIALITY, "N"), new Coding(CONFIDENTIALITY, "R"), new Coding(CONFIDENTIALITY, "V"));
    static final List<Coding> CODES = List.of(new Coding("urn:c", "a"), new Coding("urn:c", "b"));

    private RandomConsents() {}

    static ObjectNode next(Random random) {
        return Consents.with(provision(random, random.nextInt(3) > 0, 0));
    }

    /** One that permits nothing. */
    static ObjectNode deny(Random random) {
        return Consents.with("{\"type\":\"deny\"" + conditions(random) + part(random) + "}");
    }

    private static String provision(Random random, boolean permits, int depth) {
        var json = new StringBuilder("{\"type\":\"" + (permits ? "permit" : "deny") + "\"");
        json.append(conditions(random));
        json.append(random.nextInt(3) == 0 ? part(random) : "");
        json.append(random.nextInt(8) == 0 ? type(random) : "");
        json.append(exceptions(random, depth));
        return json.append("}").toString();
    }

    private static String exceptions(Random random, int depth) {
        List<String> exceptions = new ArrayList<>();
        for (var left = depth < 3 ? random.nextInt(3) : 0; left > 0; left--) {
            exceptions.add(provision(random, random.nextBoolean(), depth + 1));
        }
        return exceptions.isEmpty() ? "" : ",\"provision\":[" + String.join(",", exceptions) + "]";
    }

    private static String conditions(Random random) {
        var json = new StringBuilder();
        if (random.nextInt(3) == 0) {
            var purpose = List.of("TREAT", "ETREAT", "HRESCH", "PATRQT").get(random.nextInt(4));
            json.append(",\"purpose\":[").append(Consents.purpose(purpose)).append("]");
        }
        if (random.nextInt(3) == 0) {
            var actor = random.nextBoolean() ? Consents.member("south") : Consents.role("clinician");
            json.append(",\"actor\":[").append(actor).append("]");
        }
        if (random.nextInt(4) == 0) {
            json.append(",\"period\":{\"start\":\"2026-06-0")
                    .append(1 + random.nextInt(9))
                    .append("\"");
            json.append(random.nextBoolean() ? ",\"end\":\"2026-07\"}" : "}");
        }
        return json.toString();
    }

    private static String part(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> type(random);
            case 1 -> ",\"securityLabel\":[" + Consents.confidentiality(random.nextBoolean() ? "R" : "V") + "]";
            default -> ",\"code\":[{\"coding\":[" + Consents.coding("urn:c", random.nextBoolean() ? "a" : "b") + "]}]";
        };
    }

    private static String type(Random random) {
        return ",\"class\":[" + Consents.type(TYPES.get(random.nextInt(TYPES.size()))) + "]";
    }
}
