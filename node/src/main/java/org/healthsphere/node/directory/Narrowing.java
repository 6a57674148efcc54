package org.healthsphere.node.directory;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.healthsphere.node.network.MemberCard;

/** Whether one member is among those that are looked for (FHIR R4, search). */
record Narrowing(String type, MemberCard card) {
    /** A parameter may name several values, any of which will do. */
    boolean admits(Map.Entry<String, String> parameter) {
        return Stream.of(parameter.getValue().split(",", -1)).anyMatch(value -> fits(parameter.getKey(), value));
    }

    private boolean fits(String name, String value) {
        var id = card.member().value();
        return switch (name) {
            case "_id" -> value.equals(id);
            case "identifier" -> value.equals(id) || value.equals(CareServices.MEMBERS + "|" + id);
            case "active" -> value.equals("true");
            case "status" -> value.equals("active");
            case "organization" -> value.equals(id) || value.equals("Organization/" + id);
            case "name" -> folded(card.organization()).startsWith(folded(value));
            case "name:contains" -> folded(card.organization()).contains(folded(value));
            case "name:exact" -> card.organization().equals(value);
            default -> true;
        };
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
