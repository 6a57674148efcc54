package org.healthsphere.compose.hostile;

import static org.healthsphere.compose.hostile.HostileRequests.between;

import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Patches that double what they copy, name places without end, or compute for ever. */
final class HostilePatches {
    /** A resource that is there. */
    static final String TARGET = "/fhir/Patient/hostile";

    private HostilePatches() {}

    static List<Function<Random, Hostile>> kinds() {
        return List.of(
                HostilePatches::doubling,
                HostilePatches::deepPointer,
                HostilePatches::noPatch,
                HostilePatches::expression,
                HostilePatches::conditionalOnEverything);
    }

    private static Hostile json(String what, String body) {
        return Hostile.of(what, "PATCH", TARGET, "application/json-patch+json", HostileRequests.ascii(body));
    }

    private static Hostile doubling(Random random) {
        var path = random.nextBoolean() ? "/name/0/extension" : "/name/-";
        var copy = "{\"op\":\"copy\",\"from\":\"/name\",\"path\":\"" + path + "\"}";
        var count = between(random, 30, 2_000);
        return json("a patch that doubles " + count + " times", "[" + (copy + ",").repeat(count) + copy + "]");
    }

    private static Hostile deepPointer(Random random) {
        return json(
                "a pointer without end",
                "[{\"op\":\"add\",\"path\":\"" + "/name/0".repeat(between(random, 1_000, 50_000)) + "\",\"value\":1}]");
    }

    private static Hostile noPatch(Random random) {
        var texts = List.of(
                "",
                "{}",
                "[{}]",
                "[{\"op\":\"eval\",\"path\":\"/\"}]",
                "[{\"op\":\"remove\",\"path\":\"/resourceType\"}]",
                "[{\"op\":\"replace\",\"path\":\"/id\",\"value\":\"other\"}]",
                "[{\"op\":\"add\",\"path\":\"name\"}]",
                "[[[[]]]]");
        return json("no patch", texts.get(random.nextInt(texts.size())));
    }

    private static Hostile expression(Random random) {
        var parts = List.of(
                "Patient.repeat(name)" + ".repeat(extension)".repeat(between(random, 20, 400)),
                "(".repeat(between(random, 500, 20_000)) + "1",
                "Patient.name.where(family.matches('^(a+)+$'))" + ".where(true)".repeat(200) + ".given["
                        + "9".repeat(20) + "]",
                "Patient.descendants().descendants().descendants().descendants().count()");
        var path = parts.get(random.nextInt(parts.size()));
        return Hostile.json(
                "an expression of " + path.length() + " characters",
                "PATCH",
                TARGET,
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"operation\",\"part\":["
                        + "{\"name\":\"type\",\"valueCode\":\"delete\"},{\"name\":\"path\",\"valueString\":\""
                        + path + "\"}]}]}");
    }

    private static Hostile conditionalOnEverything(Random random) {
        var condition = random.nextBoolean() ? "" : "?_count=2";
        return Hostile.json(
                "a condition without criteria", "PUT", "/fhir/Patient" + condition, "{\"resourceType\":\"Patient\"}");
    }
}
