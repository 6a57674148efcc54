package org.healthsphere.node.http.terminology;

import static org.healthsphere.node.http.terminology.OpenTerminology.CHAPTER;
import static org.healthsphere.node.http.terminology.OpenTerminology.GO;
import static org.healthsphere.node.http.terminology.OpenTerminology.ICD;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.ConceptMap;
import org.healthsphere.terminology.content.ConceptMap.Mapping;

/**
 * The twenty kinds of question of HealthSamurai's tx-benchmark (round 0, 2026), each put to open data of the same shape: the Gene
 * Ontology in place of SNOMED CT, ICD-10-CM in place of LOINC and RxNorm, MONDO's maps in place of SNOMED CT's. Each draws from a pool.
 */
final class TxScenarios {
    private static final int POOL = 2_000;
    private static final List<String> WORDS = List.of(
            "heart", "acute", "frac", "diab", "cell", "binding", "regul", "transport", "left", "injur", "acid", "prot");
    private static final List<String> UNITS =
            List.of("mg", "mg/dL", "mmol/L", "mm[Hg]", "kg/m2", "10*9/L", "U/L", "%", "Cel", "/min", "ug/mL", "kPa");

    private final Random random = new Random(1);
    private final List<Row> icd;
    private final List<Row> go;
    private final List<ConceptMap> maps;

    TxScenarios(Path folder) throws IOException {
        var open = new OpenTerminology(folder);
        icd = open.icd().rows();
        go = open.go().rows().stream().filter(row -> !row.inactive()).toList();
        maps = open.maps().stream().map(ConceptMap.class::cast).toList();
    }

    /**
     * One kind of question.
     *
     * @param requests a pool of them, as they go over the wire
     * @param isRight of an answer: its status line and its body
     */
    record Scenario(String id, String what, List<byte[]> requests, Predicate<String> isRight) {}

    List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        all.addAll(lookups());
        all.addAll(validations());
        all.addAll(expansions());
        all.addAll(others());
        return all;
    }

    private Row any(List<Row> rows) {
        return rows.get(random.nextInt(rows.size()));
    }

    private List<byte[]> pool(Function<Integer, byte[]> one) {
        return IntStream.range(0, POOL).mapToObj(one::apply).toList();
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static byte[] get(String path, String... pairs) {
        var query = new StringBuilder();
        for (var i = 0; i < pairs.length; i += 2) {
            query.append(i == 0 ? "?" : "&").append(pairs[i]).append('=').append(escaped(pairs[i + 1]));
        }
        return ("GET /terminology/" + path + query
                        + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/fhir+json\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] post(String includes, String filter, int count) {
        var text = filter.isEmpty() ? "" : "{\"name\":\"filter\",\"valueString\":\"" + filter + "\"},";
        var body = """
                {"resourceType":"Parameters","parameter":[%s{"name":"count","valueInteger":%d},
                 {"name":"valueSet","resource":{"resourceType":"ValueSet","compose":{"include":[%s]}}}]}
                """.formatted(text, count, includes);
        return ("POST /terminology/ValueSet/$expand HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/fhir+json\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String include(String system, String... threes) {
        var filters = new ArrayList<String>();
        for (var i = 0; i < threes.length; i += 3) {
            filters.add("{\"property\":\"%s\",\"op\":\"%s\",\"value\":\"%s\"}"
                    .formatted(threes[i], threes[i + 1], threes[i + 2]));
        }
        return "{\"system\":\"" + system + "\""
                + (filters.isEmpty() ? "" : ",\"filter\":[" + String.join(",", filters) + "]") + "}";
    }

    private static Predicate<String> ok(String text) {
        return answer -> answer.contains(" 200 ") && answer.contains(text);
    }

    private List<Scenario> lookups() {
        var core = List.of(
                new String[] {"http://hl7.org/fhir/administrative-gender", "female"},
                new String[] {"http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB"},
                new String[] {"http://terminology.hl7.org/CodeSystem/v2-0203", "MR"},
                new String[] {"http://terminology.hl7.org/CodeSystem/condition-clinical", "active"});
        return List.of(
                new Scenario(
                        "LK01", "look up, large hierarchy", pool(_ -> look(GO, any(go).code())), ok("\"display\"")),
                new Scenario("LK02", "look up, large list", pool(_ -> look(ICD, any(icd).code())), ok("\"display\"")),
                new Scenario(
                        "LK03",
                        "look up, small systems",
                        pool(i -> look(core.get(i % 4)[0], core.get(i % 4)[1])),
                        ok("\"display\"")),
                new Scenario(
                        "LK04",
                        "look up, units",
                        pool(i -> look("http://unitsofmeasure.org", UNITS.get(i % UNITS.size()))),
                        ok("\"display\"")),
                new Scenario(
                        "LK05",
                        "look up, no such code",
                        pool(_ -> look(GO, "none-" + any(go).code())),
                        answer -> answer.contains(" 404 ") && answer.contains("OperationOutcome")));
    }

    private static byte[] look(String system, String code) {
        return get("CodeSystem/$lookup", "system", system, "code", code);
    }

    private List<Scenario> validations() {
        return List.of(
                new Scenario(
                        "VC01",
                        "validate in all",
                        pool(_ -> validate(GO + "?fhir_vs", GO, any(go).code(), "")),
                        ok("\"valueBoolean\":true")),
                new Scenario(
                        "VC02",
                        "validate in all, with display",
                        pool(_ -> {
                            var row = any(go);
                            return validate(
                                    GO + "?fhir_vs", GO, row.code(), row.words().display());
                        }),
                        ok("\"valueBoolean\":true")),
                new Scenario(
                        "VC03",
                        "validate in is-a",
                        pool(_ -> validate(GO + "?fhir_vs=isa/GO:0008150", GO, any(go).code(), "")),
                        ok("\"valueBoolean\"")));
    }

    private static byte[] validate(String valueSet, String system, String code, String display) {
        return display.isEmpty()
                ? get("ValueSet/$validate-code", "url", valueSet, "system", system, "code", code)
                : get("ValueSet/$validate-code", "url", valueSet, "system", system, "code", code, "display", display);
    }

    private List<Scenario> expansions() {
        var tops = List.of("GO:0008150", "GO:0003674", "GO:0005575", "GO:0065007", "GO:0008152");
        var chapters = List.of("CH19", "CH13", "CH15", "CH2", "CH7");
        return List.of(
                new Scenario(
                        "EX01",
                        "is-a by page",
                        pool(i -> get(
                                "ValueSet/$expand",
                                "url",
                                GO + "?fhir_vs=isa/" + tops.get(i % tops.size()),
                                "count",
                                i % 3 == 0 ? "100" : "10",
                                "offset",
                                Integer.toString(random.nextInt(2_000)))),
                        ok("\"contains\"")),
                new Scenario(
                        "EX02",
                        "hierarchy filters, posted",
                        pool(i -> post(
                                i % 2 == 0
                                        ? include(GO, "concept", "descendent-of", tops.get(i % tops.size()))
                                        : include(GO, "concept", "generalizes", any(go).code()),
                                "",
                                10)),
                        ok("\"contains\"")),
                new Scenario("EX03", "text in all", pool(i -> text(GO, i)), ok("\"total\"")),
                new Scenario(
                        "EX04",
                        "listed codes",
                        pool(i -> get("ValueSet/$expand", "url", CHAPTER, "count", i % 3 == 0 ? "1000" : "10")),
                        ok("\"contains\"")),
                new Scenario(
                        "EX05",
                        "is-a and property",
                        pool(i -> post(
                                include(GO, "concept", "is-a", tops.get(i % 3), "ontology", "=", "BP")
                                        + (i % 2 == 0 ? "" : "," + include(GO, "ontology", "=", "CC")),
                                "",
                                10)),
                        ok("\"total\"")),
                new Scenario(
                        "EX06",
                        "properties of a list",
                        pool(i -> post(
                                include(
                                        ICD,
                                        "billable",
                                        "=",
                                        i % 2 == 0 ? "true" : "false",
                                        "concept",
                                        "is-a",
                                        chapters.get(i % chapters.size())),
                                "",
                                10)),
                        ok("\"contains\"")),
                new Scenario(
                        "EX07",
                        "text in two systems",
                        pool(i -> post(
                                include(GO) + "," + include(ICD), WORDS.get(i % WORDS.size()), i % 4 == 0 ? 200 : 10)),
                        ok("\"contains\"")),
                new Scenario(
                        "EX08",
                        "is-a, property and text",
                        pool(i -> post(
                                include(ICD, "concept", "is-a", chapters.get(i % 2), "billable", "=", "true"),
                                WORDS.get(i % WORDS.size()),
                                10)),
                        ok("\"total\"")));
    }

    private static byte[] text(String system, int i) {
        return get(
                "ValueSet/$expand",
                "url",
                system + "?fhir_vs",
                "filter",
                WORDS.get(i % WORDS.size()),
                "count",
                i % 2 == 0 ? "20" : "100");
    }

    private List<Scenario> others() {
        var first = maps.getFirst();
        var last = maps.getLast();
        var urls = List.of(
                "http://hl7.org/fhir/ValueSet/administrative-gender",
                "http://hl7.org/fhir/ValueSet/observation-status");
        return List.of(
                new Scenario(
                        "SS01",
                        "subsumes",
                        pool(_ -> get(
                                "CodeSystem/$subsumes",
                                "system",
                                ICD,
                                "codeA",
                                any(icd).code(),
                                "codeB",
                                any(icd).code())),
                        ok("\"outcome\"")),
                new Scenario("CM01", "translate by one map", pool(_ -> translate(first)), ok("\"valueBoolean\":true")),
                new Scenario("CM02", "translate by another", pool(_ -> translate(last)), ok("\"valueBoolean\":true")),
                new Scenario(
                        "FS01",
                        "search value sets",
                        pool(i -> get("ValueSet", "url", urls.get(i % urls.size()))),
                        ok("\"Bundle\"")));
    }

    private byte[] translate(ConceptMap map) {
        Mapping line = map.mappings().get(random.nextInt(map.mappings().size()));
        return get(
                "ConceptMap/$translate",
                "url",
                map.id().url(),
                "system",
                line.source().system(),
                "code",
                line.source().code(),
                "targetsystem",
                line.target().system());
    }
}
