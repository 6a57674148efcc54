package org.healthsphere.node.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.consent.NetworkPolicy;
import org.healthsphere.node.fhir.bulk.Extent;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Consents of every kind that IHE PCF 1.1.1 has an example of release what the table in {@code specs/vectors/pcf} says. */
class PcfDecisionsTest {
    private static final Path TABLE = Path.of("..", "specs", "vectors", "pcf", "decisions.csv");
    private static final String BASE = "'purpose':[%s,%s,%s]".formatted(reason("TREAT"), reason("HPAYMT"), reason("HOPERAT"));
    private static final String NORMAL = BASE + ",'securityLabel':[" + confidentiality("N") + "]";
    private static final String TIME = "'dataPeriod':{'start':'2022-01-01','end':'2022-12-31'}";
    private static final Map<String, String> CONSENTS = consents();

    private record Row(String consent, String asks, String released) {}

    static Stream<Row> rows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(cells -> new Row(cells[0], cells[1], cells[2]));
    }

    private static Map<String, String> consents() {
        var all = new LinkedHashMap<String, String>();
        for (var same : List.of("basic-treat", "basic-treat-infant", "basic-ink")) {
            all.put(same, "{'type':'permit'," + BASE + "}");
        }
        all.put("basic-reject", "{'type':'deny'," + BASE + "}");
        all.put("basic-research", "{'type':'permit','purpose':[" + reason("HRESCH") + "]}");
        all.put("expired", "{'type':'permit'," + BASE + ",'period':{'end':'2025-12-31'}}");
        all.put("authored-by", permit(data("authoredby", "Practitioner/doc")));
        all.put("not-authored-by", permitBut("{'type':'deny'," + data("authoredby", "Practitioner/doc") + "}"));
        all.put(
                "data",
                permit(data(
                        "instance",
                        "Encounter/E",
                        "Observation/W1",
                        "Observation/W2",
                        "Observation/S",
                        "Observation/B",
                        "Observation/A")));
        all.put("not-data", permitBut("{'type':'deny'," + data("instance", "Observation/A") + "}"));
        all.put("encounter", permit(data("related", "Encounter/E")));
        all.put("not-encounter", permitBut("{'type':'deny'," + data("related", "Encounter/E") + "}"));
        all.put("time-frame", permit(TIME));
        all.put("not-time-frame", permitBut("{'type':'deny'," + TIME + "}"));
        all.put("purpose", "{'type':'permit','purpose':[{'system':'urn:purposes','code':'FooBar'}]}");
        all.put("dissent-break-glass", "{'type':'deny','provision':[{'type':'permit','purpose':[" + reason("BTG") + "],"
                + recipient("Group/privileged") + "}]}");
        advanced(all);
        return all;
    }

    private static void advanced(Map<String, String> all) {
        all.put("normal", "{'type':'permit'," + NORMAL + "}");
        all.put(
                "normal-restricted",
                "{'type':'permit'," + BASE + ",'securityLabel':[" + confidentiality("N") + "," + confidentiality("R") + "]}");
        all.put("normal-not-restricted", normalBut("'type':'deny','securityLabel':[" + confidentiality("R") + "]"));
        all.put(
                "normal-break-glass-restricted",
                normalBut("'type':'permit','purpose':[" + reason("BTG") + "],'securityLabel':[" + confidentiality("R")
                        + "]," + recipient("Group/privileged")));
        all.put("normal-focused-restricted", focused(confidentiality("R")));
        all.put("normal-focused-psy", focused(sensitivity("PSY")));
        all.put("normal-focused-psy-or-sdv", focused(sensitivity("PSY") + "," + sensitivity("SDV")));
    }

    private static String focused(String labels) {
        return normalBut("'type':'permit','securityLabel':[" + labels + "]," + recipient("Practitioner/doc"));
    }

    private static String normalBut(String exception) {
        return "{'type':'permit'," + NORMAL + ",'provision':[{" + exception + "}]}";
    }

    private static String permit(String what) {
        return "{'type':'permit'," + BASE + "," + what + "}";
    }

    private static String permitBut(String exception) {
        return "{'type':'permit'," + BASE + ",'provision':[" + exception + "]}";
    }

    private static String data(String meaning, String... references) {
        return Arrays.stream(references)
                .map(r -> "{'meaning':'" + meaning + "','reference':{'reference':'" + r + "'}}")
                .collect(Collectors.joining(",", "'data':[", "]"));
    }

    private static String recipient(String reference) {
        return "'actor':[{'role':{'coding':["
                + coding("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP")
                + "]},'reference':{'reference':'" + reference + "'}}]";
    }

    private static String reason(String code) {
        return coding("http://terminology.hl7.org/CodeSystem/v3-ActReason", code);
    }

    private static String confidentiality(String code) {
        return coding("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", code);
    }

    private static String sensitivity(String code) {
        return coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", code);
    }

    private static String coding(String system, String code) {
        return "{'system':'" + system + "','code':'" + code + "'}";
    }

    private static House house() {
        var house = new House(new NetworkPolicy(Map.of(), Map.of()));
        house.consents.introduce(
                who -> who.subject().equals("doc") ? Set.of("Practitioner/doc", "Group/privileged") : Set.of());
        house.put("Patient", "P", "P", "{'gender':'other'}");
        house.put("Encounter", "E", "P", "{'status':'finished','subject':{'reference':'Patient/P'}}");
        observation(house, "W1", "2004-12-25", "author", true, confidentiality("N"));
        observation(house, "W2", "2016-03-28", "author", true, "");
        observation(house, "S", "2020-12-04T23:50:50-05:00", "author", true, "");
        observation(house, "B", "2022-06-13", "doc", false, confidentiality("N"));
        observation(house, "A", "2022-06-13", "author", true, confidentiality("R") + "," + sensitivity("ETHUD"));
        observation(house, "M", "2010-01-01", "author", false, confidentiality("R") + "," + sensitivity("PSY"));
        observation(house, "D", "2010-01-01", "author", false, sensitivity("SDV"));
        return house;
    }

    private static void observation(
            House house, String id, String date, String author, boolean inEncounter, String labels) {
        house.put(
                "Observation",
                id,
                "P",
                "{" + (labels.isEmpty() ? "" : "'meta':{'security':[" + labels + "]},")
                        + (inEncounter ? "'encounter':{'reference':'Encounter/E'}," : "")
                        + "'status':'final','subject':{'reference':'Patient/P'},'effectiveDateTime':'" + date
                        + "','performer':[{'reference':'Practitioner/" + author + "'}]}");
    }

    private static Access access(House house, String asks) {
        return switch (asks) {
            case "treat" -> house.stranger();
            case "research" -> house.access(House.SOUTH, "study", Role.RESEARCHER, PurposeOfUse.HRESCH);
            case "doctor" -> house.access(House.NORTH, "doc", Role.CLINICIAN, PurposeOfUse.TREAT);
            case "other-doctor" -> house.access(House.NORTH, "other", Role.CLINICIAN, PurposeOfUse.TREAT);
            case "glass" -> house.access(House.NORTH, "doc", Role.CLINICIAN, PurposeOfUse.ETREAT);
            default -> house.access(House.NORTH, "other", Role.CLINICIAN, PurposeOfUse.ETREAT);
        };
    }

    @ParameterizedTest
    @MethodSource("rows")
    void each_is_decided_as_the_table_says_on_every_way_out(Row row) {
        try (var house = house()) {
            var consent = House.consent(CONSENTS.get(row.consent()));
            if (row.released().equals("refused")) {
                assertThat(house.consents.grant("P", consent, Set.of(PurposeOfUse.values()), House.NOW.plusSeconds(60)))
                        .isInstanceOfSatisfying(
                                Outcome.Failure.class,
                                refused -> assertThat(refused.fault()).isInstanceOf(Fault.Unprocessable.class));
                return;
            }
            house.says("P", consent, PurposeOfUse.values());
            var released = new TreeSet<>(Arrays.asList(row.released().split(" ", -1)));
            released.remove("");
            everyWay(house, access(house, row.asks()), released);
        }
    }

    private static void everyWay(House house, Access access, Set<String> released) {
        try (var side = Side.gated(house)) {
            for (var id : names()) {
                var is = released.contains(id.id());
                assertThat(side.read(access, id).startsWith("Success")).as("read %s", id).isEqualTo(is);
                assertThat(side.version(access, id, 1).startsWith("Success")).as("version %s", id).isEqualTo(is);
                assertThat(side.history(access, id.toString(), "").startsWith("Success"))
                        .as("history %s", id)
                        .isEqualTo(is);
            }
            assertThat(shown(side.search(access, "", "_type=Patient,Encounter,Observation")))
                    .isEqualTo(released);
            assertThat(side.search(access, "", "_type=Patient,Encounter,Observation&_summary=count"))
                    .contains("\"total\":" + released.size());
            assertThat(shown(side.export(access, new Extent.Everything(), ""))).isEqualTo(released);
            assertThat(shown(side.everything(access, "P", "")))
                    .isEqualTo(released.contains("P") ? released : Set.of());
            assertThat(house.gate.release(access, Optional.of("P"), Compartment.WHOLE).orElseThrow().records().stream()
                            .map(StoredResource::id)
                            .map(ResourceId::id)
                            .collect(Collectors.toSet()))
                    .isEqualTo(released);
        }
    }

    private static List<ResourceId> names() {
        return Stream.concat(
                        Stream.of(new ResourceId("Patient", "P"), new ResourceId("Encounter", "E")),
                        Stream.of("W1", "W2", "S", "B", "A", "M", "D").map(id -> new ResourceId("Observation", id)))
                .toList();
    }

    private static Set<String> shown(String text) {
        return names().stream()
                .map(ResourceId::id)
                .filter(id -> text.contains("\"id\":\"" + id + "\""))
                .collect(Collectors.toSet());
    }
}
