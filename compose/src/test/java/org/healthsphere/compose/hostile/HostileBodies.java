package org.healthsphere.compose.hostile;

import static org.healthsphere.compose.hostile.HostileRequests.ascii;
import static org.healthsphere.compose.hostile.HostileRequests.between;
import static org.healthsphere.compose.hostile.HostileRequests.digits;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/** Bodies that are too deep, too large, too clever or no text at all. */
final class HostileBodies {
    private static final long LARGE = 100L << 20;
    /** No string of FHIR is that long (R4, datatypes). */
    private static final long LONG = 2L << 20;

    private static final String JSON = "application/fhir+json";

    private HostileBodies() {}

    static List<Function<Random, Hostile>> kinds() {
        return List.of(
                HostileBodies::deepArrays,
                HostileBodies::deepObjects,
                HostileBodies::deepExtensions,
                HostileBodies::deepElements,
                HostileBodies::hugeDecimal,
                HostileBodies::hugeInteger,
                HostileBodies::noUtf8,
                HostileBodies::cutOff,
                HostileBodies::afterTheEnd,
                HostileBodies::twoMembersOfOneName,
                HostileBodies::zipBomb,
                HostileBodies::externalEntity,
                HostileBodies::billionLaughs,
                HostileBodies::noJson,
                HostileBodies::nestedBundle,
                HostileBodies::manyEntries,
                HostileBodies::longString);
    }

    private static Hostile patient(String what, String members) {
        return Hostile.json(what, "POST", "/fhir/Patient", "{\"resourceType\":\"Patient\"," + members + "}");
    }

    private static Hostile deepArrays(Random random) {
        var depth = between(random, 2_000, 200_000);
        return patient("arrays " + depth + " deep", "\"name\":" + "[".repeat(depth) + "]".repeat(depth));
    }

    private static Hostile deepObjects(Random random) {
        var depth = between(random, 2_000, 100_000);
        return patient("objects " + depth + " deep", "\"text\":" + "{\"a\":".repeat(depth) + "1" + "}".repeat(depth));
    }

    private static Hostile deepExtensions(Random random) {
        var depth = between(random, 1_000, 50_000);
        var one = "{\"url\":\"https://example.org/a\",\"extension\":[";
        return patient(
                "extensions " + depth + " deep", "\"extension\":[" + one.repeat(depth) + "]}".repeat(depth) + "]");
    }

    private static Hostile deepElements(Random random) {
        var depth = between(random, 1_000, 50_000);
        return Hostile.xml(
                "elements " + depth + " deep",
                "/fhir/Patient",
                "<Patient xmlns=\"http://hl7.org/fhir\">" + "<extension url=\"a:b\">".repeat(depth)
                        + "</extension>".repeat(depth) + "</Patient>");
    }

    private static Hostile hugeDecimal(Random random) {
        var number = switch (random.nextInt(4)) {
            case 0 -> digits(random, between(random, 100, 100_000));
            case 1 -> "1e" + digits(random, 9);
            case 2 -> "1e-" + digits(random, 9);
            default -> "0." + digits(random, between(random, 2_000, 100_000));
        };
        return Hostile.json(
                "a decimal of " + number.length() + " characters",
                "POST",
                "/fhir/Observation",
                "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"a\"},\"valueQuantity\":{\"value\":"
                        + number + "}}");
    }

    private static Hostile hugeInteger(Random random) {
        return patient(
                "an integer beyond its range",
                "\"multipleBirthInteger\":" + digits(random, between(random, 11, 5_000)));
    }

    private static Hostile noUtf8(Random random) {
        var broken = List.of(
                "\u00c0\u00af", "\u00f5\u0080\u0080\u0080", "\u00e2\u0082", "\u00ed\u00a0\u0080", "\u00ff\u00fe");
        var name = broken.get(random.nextInt(broken.size()));
        return Hostile.of(
                "bytes that are no UTF-8",
                "POST",
                "/fhir/Patient",
                JSON,
                ascii("{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"" + name + "\"}]}"));
    }

    private static Hostile cutOff(Random random) {
        var whole =
                "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Example\",\"given\":[\"A\",\"B\"]}],\"active\":true}";
        return Hostile.json(
                "a body cut off", "POST", "/fhir/Patient", whole.substring(0, between(random, 1, whole.length() - 1)));
    }

    private static Hostile afterTheEnd(Random random) {
        var more = List.of("}", "]", "{}", ",", "\u0001", "null", "//").get(random.nextInt(7));
        return Hostile.json(
                "something after the end", "POST", "/fhir/Patient", "{\"resourceType\":\"Patient\"}" + more);
    }

    private static Hostile twoMembersOfOneName(Random random) {
        return patient("a member twice", "\"active\":" + random.nextBoolean() + ",\"active\":true");
    }

    private static Hostile zipBomb(Random random) {
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            new Endless(' ', between(random, 1, 20) * (long) (1 << 20)).transferTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Hostile.of(
                        "a body that unpacks to many times its size",
                        "POST",
                        "/fhir/Patient",
                        JSON,
                        zipped.toByteArray())
                .with("Content-Encoding: gzip");
    }

    private static Hostile externalEntity(Random random) {
        var file = random.nextBoolean() ? "file:///etc/passwd" : "http://127.0.0.1:9/x";
        return Hostile.xml(
                "an external entity",
                "/fhir/Patient",
                "<?xml version=\"1.0\"?><!DOCTYPE p [<!ENTITY x SYSTEM \"" + file
                        + "\">]><Patient xmlns=\"http://hl7.org/fhir\"><id value=\"&x;\"/></Patient>");
    }

    private static Hostile billionLaughs(Random random) {
        var text = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE p [<!ENTITY a0 \"ha\">");
        var levels = between(random, 8, 40);
        for (var level = 1; level < levels; level++) {
            text.append("<!ENTITY a%d \"%s\">".formatted(level, ("&a" + (level - 1) + ";").repeat(10)));
        }
        text.append(
                "]><Patient xmlns=\"http://hl7.org/fhir\"><language value=\"&a%d;\"/></Patient>".formatted(levels - 1));
        return Hostile.xml("entities that multiply", "/fhir/Patient", text.toString());
    }

    private static Hostile noJson(Random random) {
        var texts = List.of(
                "",
                "null",
                "[]",
                "\"Patient\"",
                "NaN",
                "{'resourceType':'Patient'}",
                "{resourceType:Patient}",
                "\u0000",
                "{\"resourceType\":1}",
                "{\"resourceType\":\"patient\"}",
                "{\"resourceType\":\"../Patient\"}");
        return Hostile.json("no resource", "POST", "/fhir/Patient", texts.get(random.nextInt(texts.size())));
    }

    private static Hostile nestedBundle(Random random) {
        var depth = between(random, 500, 20_000);
        var one = "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"resource\":";
        return Hostile.json(
                "Bundles " + depth + " deep", "POST", "/fhir", one.repeat(depth) + "null" + "}]}".repeat(depth));
    }

    private static Hostile manyEntries(Random random) {
        var count = between(random, 20_000, 60_000);
        var entry = "{\"resource\":{\"resourceType\":\"Flag\"},\"request\":{\"method\":\"POST\",\"url\":\"../Flag\"}}";
        return Hostile.json(
                count + " entries",
                "POST",
                "/fhir",
                "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + (entry + ",").repeat(count)
                        + entry + "]}");
    }

    /** Long enough to be refused, told beforehand or not; rarely, since it takes its time on the way. */
    private static Hostile longString(Random random) {
        var head = "{\"resourceType\":\"Patient\",\"language\":\"";
        var isRare = random.nextInt(6) == 0;
        var length = isRare ? LARGE : LONG;
        var inChunks = random.nextBoolean();
        return Hostile.streamed(
                "a string of " + length + " bytes" + (inChunks ? ", in chunks" : ""),
                "/fhir/Patient",
                inChunks ? -1 : head.length() + length + 2,
                () -> of(ascii(head), new Endless('a', length), ascii("\"}")));
    }

    private static InputStream of(byte[] head, InputStream body, byte[] tail) {
        return new SequenceInputStream(
                Collections.enumeration(List.of(new ByteArrayInputStream(head), body, new ByteArrayInputStream(tail))));
    }
}
