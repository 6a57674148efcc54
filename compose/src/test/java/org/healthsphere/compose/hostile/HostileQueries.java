package org.healthsphere.compose.hostile;

import static org.healthsphere.compose.hostile.HostileRequests.between;
import static org.healthsphere.compose.hostile.HostileRequests.digits;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Addresses that leave their folder, never end, or ask for more than there is. */
final class HostileQueries {
    private static final List<String> PATHS = List.of(
            "/fhir/../../etc/passwd",
            "/fhir/%2e%2e/%2e%2e/etc/passwd",
            "/fhir/Patient/..%2f..%2fetc%2fpasswd",
            "/fhir/Patient/%00",
            "/fhir/Patient/a%00b",
            "/fhir/Patient/a/_history/../../b",
            "/fhir/Patient/\u00e9",
            "/fhir/Patient/a%ffb",
            "/fhir/Patient/a%c0%af",
            "/fhir/Patient/$everything/..;/x",
            "/fhir//Patient//x",
            "/fhir/Patient/a/_history/" + "9".repeat(40),
            "/fhir/Patient/a/_history/-1",
            "/fhir/PATIENT/a",
            "/fhir/Patient;jsessionid=1/a",
            "/fhir/Patient/%252e%252e%252f",
            "/fhir/Binary/..%5c..%5cwindows",
            "/fhir/Thing?_id=1");

    private static final List<String> STRICT = List.of(
            "name:regex=%28a%2B%29%2B%24",
            "_filter=name%20eq%20%28%28%28",
            "birthdate=gt" + "9".repeat(30),
            "birthdate=2020-13-45",
            "birthdate=ne20200230",
            "_count=99999999999999999999",
            "_count=-1",
            "_lastUpdated=yesterday",
            "birthdate=2020-02-31",
            "organization.partof.partof.partof.partof.partof.partof.partof.partof.partof.name=x",
            "_count=-2",
            "_include=*:*:*:*",
            "_page=AAAA",
            "gender:not-in=x",
            "_summary=all",
            "name=%",
            "name=%zz",
            "name=%c3%28");

    private HostileQueries() {}

    static List<Function<Random, Hostile>> kinds() {
        return List.of(
                HostileQueries::path,
                HostileQueries::strict,
                HostileQueries::longId,
                HostileQueries::longLine,
                HostileQueries::manyParameters,
                HostileQueries::deepChain,
                HostileQueries::hugeNumber,
                HostileQueries::typedReference);
    }

    private static Hostile path(Random random) {
        var path = PATHS.get(random.nextInt(PATHS.size()));
        return Hostile.get("path " + path, path);
    }

    private static Hostile strict(Random random) {
        var query = STRICT.get(random.nextInt(STRICT.size()));
        return Hostile.get("query " + query, "/fhir/Patient?" + query).with("Prefer: handling=strict");
    }

    private static Hostile longId(Random random) {
        return Hostile.get("a long id", "/fhir/Patient/" + "a".repeat(between(random, 65, 6_000)));
    }

    private static Hostile longLine(Random random) {
        return Hostile.get("a long line", "/fhir/Patient?name=" + "a".repeat(between(random, 9_000, 200_000)));
    }

    private static Hostile manyParameters(Random random) {
        var each = "&_" + digits(random, 3) + "=1";
        return Hostile.get("many parameters", "/fhir/Patient?_id=1" + each.repeat(between(random, 300, 1_200)))
                .with("Prefer: handling=strict");
    }

    private static Hostile deepChain(Random random) {
        return Hostile.get(
                "a chain that does not end",
                "/fhir/Observation?" + "subject:Patient.link.".repeat(between(random, 10, 300)) + "name=x");
    }

    private static Hostile hugeNumber(Random random) {
        var number = List.of(
                        "1e" + digits(random, 9),
                        "-1e" + digits(random, 9),
                        "NaN",
                        "0x10",
                        "1e-" + digits(random, 9),
                        "--1")
                .get(random.nextInt(6));
        return Hostile.get("value-quantity=" + number, "/fhir/Observation?value-quantity=" + number)
                .with("Prefer: handling=strict");
    }

    private static Hostile typedReference(Random random) {
        var value = List.of("Patient/" + "a".repeat(65), "Patient/a/b/c/d", "Patient/..", "javascript:alert(1)//a b")
                .get(random.nextInt(4));
        return Hostile.get(
                        "a reference to " + value.substring(0, Math.min(20, value.length())),
                        "/fhir/Observation?subject:Thing=" + URLEncoder.encode(value, StandardCharsets.UTF_8))
                .with("Prefer: handling=strict");
    }
}
