package org.healthsphere.terminology.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.CodeSystem.Value;
import org.healthsphere.terminology.content.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases of LOINC, RxNorm and ICD-10-CM and FHIR packages, in their forms; the content is invented. */
class ReleasesTest {
    private static final Map<String, String> LOINC = Map.of(
            "LoincTable/Loinc.csv",
            """
            "STATUS","LOINC_NUM","COMPONENT","PROPERTY","TIME_ASPCT","SYSTEM","SCALE_TYP","METHOD_TYP","CLASS","LONG_COMMON_NAME","RELATEDNAMES2","SHORTNAME"
            "ACTIVE","10000-8","Sparkle","MCnc","Pt","Bld","Qn","","CHEM","Sparkle, ""total"" in Blood","Glitter; Shine","Spkl Bld"
            "DEPRECATED","10001-6","Gloom","MCnc","Pt","Bld","Qn","","CHEM","Gloom in Blood","",""
            """,
            "AccessoryFiles/PartFile/Part.csv",
            """
            "PartNumber","PartTypeName","PartName","PartDisplayName","Status"
            "LP1-1","COMPONENT","Sparkle","Sparkle part","ACTIVE"
            """,
            "AccessoryFiles/ComponentHierarchyBySystem/ComponentHierarchyBySystem.csv",
            """
            "PATH_TO_ROOT","SEQUENCE","IMMEDIATE_PARENT","CODE","CODE_TEXT"
            "","1","","LP1-1","Sparkle part"
            "LP1-1","1","LP1-1","10000-8","Sparkle"
            """,
            "AccessoryFiles/AnswerFile/AnswerList.csv",
            """
            "AnswerListId","AnswerListName","AnswerStringId","DisplayText"
            "LL1-1","How much","LA1-1","A lot"
            "LL1-1","How much","LA2-2","A little"
            """,
            "AccessoryFiles/AnswerFile/LoincAnswerListLink.csv",
            """
            "LoincNumber","LongCommonName","AnswerListId"
            "10000-8","Sparkle","LL1-1"
            """,
            "AccessoryFiles/LinguisticVariants/deDE15LinguisticVariant.csv",
            """
            "LOINC_NUM","COMPONENT","LONG_COMMON_NAME"
            "10000-8","Funkeln","Funkeln im Blut"
            """);

    @TempDir
    private Path folder;

    private static CodeSystem system(Path source, Wishes wishes) throws IOException {
        List<Content> contents = new ArrayList<>();
        var _ = Releases.read(source, wishes, Progress.UNHEARD, contents::add).orElseThrow();
        assertThat(contents).hasSize(1);
        return (CodeSystem) contents.getFirst();
    }

    private static List<String> problems(Path source) throws IOException {
        return switch (Releases.read(source, Wishes.NONE, Progress.UNHEARD, _ -> {})) {
            case Outcome.Failure<?>(Fault.Invalid(var problems)) ->
                problems.stream().map(Problem::toString).toList();
            case Outcome.Failure<?>(var fault) -> throw new AssertionError(fault);
            case Outcome.Success<?> _ -> List.of();
        };
    }

    private static Row row(CodeSystem system, String code) {
        return system.rows().stream()
                .filter(row -> row.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private Path zip(String name, Map<String, String> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : new TreeMap<>(files).entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return Files.write(folder.resolve(name), bytes.toByteArray());
    }

    private Path folder(String name, Map<String, String> files) throws IOException {
        for (var file : files.entrySet()) {
            var path = folder.resolve(name).resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        return folder.resolve(name);
    }

    @Test
    void loinc_is_read_with_parts_answers_and_translations() throws IOException {
        var system = system(zip("Loinc_2.99.zip", LOINC), Wishes.NONE);
        assertThat(system.id().toString()).isEqualTo("http://loinc.org|2.99");
        var term = row(system, "10000-8");
        assertThat(term.words().display()).isEqualTo("Sparkle, \"total\" in Blood");
        assertThat(term.words().designations())
                .extracting(CodeSystem.Designation::value)
                .containsExactly("Spkl Bld", "Glitter", "Shine", "Funkeln im Blut");
        assertThat(term.parents()).containsExactly("LP1-1");
        assertThat(term.values()).contains(new Value("COMPONENT", "Sparkle"), new Value("answer-list", "LL1-1"));
        assertThat(row(system, "10001-6").inactive()).isTrue();
        assertThat(row(system, "LA1-1").values()).containsExactly(new Value("LIST", "LL1-1"));
        assertThat(row(system, "LL1-1").values()).containsExactly(new Value("answers-for", "10000-8"));
        assertThat(row(system, "LP1-1").words().display()).isEqualTo("Sparkle part");
    }

    @Test
    void loinc_errors_are_told_by_row_and_column() throws IOException {
        var files = new TreeMap<>(LOINC);
        files.put(
                "LoincTable/Loinc.csv",
                LOINC.getOrDefault("LoincTable/Loinc.csv", "").replace("10001-6", "10001-7"));
        files.put(
                "AccessoryFiles/AnswerFile/LoincAnswerListLink.csv",
                "\"LoincNumber\",\"AnswerListId\"\n\"99999-9\",\"LL1-1\"\n");
        assertThat(problems(zip("Loinc_2.99.zip", files)))
                .containsExactly(
                        "LoincTable/Loinc.csv row 3 column LOINC_NUM: is not a LOINC number: 10001-7",
                        "AccessoryFiles/AnswerFile/LoincAnswerListLink.csv row 2 column LoincNumber: is no term of the"
                                + " release: 99999-9");
        assertThat(problems(zip("nameless.zip", LOINC)))
                .containsExactly("nameless.zip: does not tell which version of LOINC it is; say which");
    }

    @Test
    void a_quotation_that_does_not_end_is_told() throws IOException {
        var files = new TreeMap<>(LOINC);
        files.put(
                "AccessoryFiles/PartFile/Part.csv",
                LOINC.getOrDefault("AccessoryFiles/PartFile/Part.csv", "") + "\"LP2-2,");
        assertThat(problems(zip("Loinc_2.99.zip", files)))
                .containsExactly("AccessoryFiles/PartFile/Part.csv row 3: is not CSV by RFC 4180 in UTF-8");
    }

    private static final Map<String, String> RXNORM = Map.of(
            "rrf/RXNCONSO.RRF",
            """
            1|ENG||||||a1|||1|RXNORM|IN|1|glowine||N||
            2|ENG||||||a2|||2|RXNORM|SCD|2|glowine 5 MG Oral Tablet||N||
            2|ENG||||||a3|||2|RXNORM|SY|2|glowine tablet||N||
            3|ENG||||||a4|||3|RXNORM|SCD|3|glowine 9 MG Oral Tablet||O||
            2|ENG||||||a5|||x|MTHSPL|DP|x|Licensed name||N||
            """,
            "rrf/RXNREL.RRF",
            """
            1||CUI|RN|2||CUI|isa|||RXNORM|RXNORM|||N||
            1||CUI|RO|2||CUI|has_ingredient|||RXNORM|RXNORM|||N||
            1||CUI|RO|9||CUI|has_ingredient|||RXNORM|RXNORM|||N||
            """,
            "rrf/RXNSTY.RRF",
            "1|T121|A1.4|Pharmacologic Substance|||\n",
            "rrf/RXNSAT.RRF",
            """
            2||||||||NDC|RXNORM|00000000000|N||
            2||||||||SECRET|MTHSPL|x|N||
            """);

    @Test
    void rxnorm_is_read_without_the_names_of_others() throws IOException {
        var system = system(zip("RxNorm_full_01052026.zip", RXNORM), Wishes.NONE);
        assertThat(system.id().toString()).isEqualTo("http://www.nlm.nih.gov/research/umls/rxnorm|01052026");
        var drug = row(system, "2");
        assertThat(drug.words().display()).isEqualTo("glowine 5 MG Oral Tablet");
        assertThat(drug.words().designations())
                .extracting(CodeSystem.Designation::value)
                .containsExactly("glowine 5 MG Oral Tablet", "glowine tablet");
        assertThat(drug.parents()).containsExactly("1");
        assertThat(drug.values())
                .contains(new Value("has_ingredient", "1"), new Value("NDC", "00000000000"), new Value("TTY", "SCD"))
                .extracting(Value::property)
                .doesNotContain("SECRET");
        assertThat(row(system, "3").inactive()).isTrue();
        assertThat(row(system, "1").values()).contains(new Value("STY", "Pharmacologic Substance"));
    }

    @Test
    void a_row_of_rxnorm_with_too_few_cells_is_told() throws IOException {
        var files = new TreeMap<>(RXNORM);
        files.put("rrf/RXNSTY.RRF", "1|T121\n");
        assertThat(problems(zip("RxNorm_full_01052026.zip", files)))
                .containsExactly("rrf/RXNSTY.RRF row 1 column CVF: has 2 cells where 6 are needed");
    }

    private static final Map<String, String> ICD = Map.of(
            "icd10cm-order-2099.txt",
            order("00001", "Z99", '0', "Shimmer")
                    + order("00002", "Z990", '0', "Shimmer at night")
                    + order("00003", "Z990XXA", '1', "Shimmer at night, first time")
                    + order("00004", "Z991", '1', "Shimmer by day"),
            "icd10cm-tabular-2099.xml",
            """
            <?xml version="1.0" encoding="utf-8"?>
            <ICD10CM.tabular><version>2099</version>
             <chapter><name>22</name><desc>Lights</desc>
              <sectionIndex><sectionRef first="Z99" last="Z99" id="Z99">Shimmer</sectionRef></sectionIndex>
              <section id="Z99"><desc>Shimmer section</desc>
               <diag><name>Z99</name><desc>Shimmer</desc>
                <excludes1><note>gloom (Y99)</note></excludes1>
                <diag><name>Z99.0</name><desc>Shimmer at night</desc>
                 <inclusionTerm><note>Nightly shimmer</note></inclusionTerm></diag>
                <diag><name>Z99.1</name><desc>Shimmer by day</desc></diag>
               </diag></section></chapter></ICD10CM.tabular>
            """);

    private static String order(String number, String code, char billable, String title) {
        return "%-5s %-7s %s %-60s %s%n".formatted(number, code, billable, title.substring(0, 5), title);
    }

    @Test
    void icd_10_cm_is_read_from_both_of_its_files() throws IOException {
        var system = system(folder("icd", ICD), Wishes.NONE);
        assertThat(system.id().toString()).isEqualTo("http://hl7.org/fhir/sid/icd-10-cm|2099");
        assertThat(system.rows())
                .extracting(Row::code)
                .containsExactly("CH22", "Z99_B", "Z99", "Z99.0", "Z99.1", "Z99.0XXA");
        assertThat(row(system, "Z99.0XXA").parents()).containsExactly("Z99.0");
        assertThat(row(system, "Z99.0").parents()).containsExactly("Z99");
        assertThat(row(system, "Z99").parents()).containsExactly("Z99_B");
        assertThat(row(system, "Z99_B").parents()).containsExactly("CH22");
        assertThat(row(system, "CH22").notSelectable()).isTrue();
        assertThat(row(system, "Z99").values())
                .contains(new Value("excludes1", "gloom (Y99)"), new Value("billable", "false"));
        assertThat(row(system, "Z99.0").words().designations())
                .extracting(CodeSystem.Designation::value)
                .containsExactly("Nightly shimmer");
    }

    @Test
    void icd_10_cm_errors_are_told_by_row_and_column() throws IOException {
        var broken = new TreeMap<>(ICD);
        broken.put("icd10cm-order-2099.txt", "00001 Z99     0 too short\n");
        broken.put("icd10cm-tabular-2099.xml", "<a><b></a>");
        assertThat(problems(folder("broken", broken)))
                .hasSize(2)
                .anyMatch(problem -> problem.startsWith("icd10cm-order-2099.txt row 1 column 78: has no title"))
                .anyMatch(problem -> problem.startsWith("icd10cm-tabular-2099.xml row 1 column")
                        && problem.endsWith("is not well-formed XML"));
    }

    @Test
    void entities_from_outside_are_not_read() throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), "SECRET");
        var xml = "<!DOCTYPE a [<!ENTITY s SYSTEM \"%s\">]><a><chapter><name>&s;</name></chapter></a>"
                .formatted(secret.toUri());
        var hostile = folder("hostile", Map.of("icd10cm-tabular-2099.xml", xml));
        List<Content> contents = new ArrayList<>();
        var outcome = Releases.read(hostile, Wishes.NONE, Progress.UNHEARD, contents::add);
        assertThat(outcome.toString() + contents).doesNotContain("SECRET");
    }

    @Test
    void a_package_is_taken_as_far_as_it_can_be_and_says_what_was_left_out() throws IOException {
        var system = """
                {"resourceType":"CodeSystem","url":"https://example.org/p","version":"1","content":"complete",
                 "concept":[{"code":"a","display":"A"}]}""";
        var files = new TreeMap<>(Map.of(
                "package/package.json",
                "{\"name\":\"p\"}",
                "package/CodeSystem-p.json",
                system,
                "package/CodeSystem-none.json",
                system.replace("complete", "not-present").replace("/p", "/none"),
                "package/StructureDefinition-x.json",
                "{\"resourceType\":\"StructureDefinition\"}",
                "package/example/CodeSystem-e.json",
                system.replace("/p", "/e")));
        files.put("package/ValueSet-" + "x".repeat(120) + ".json", """
                {"resourceType":"ValueSet","url":"https://example.org/vs/p","version":"1",
                 "compose":{"include":[{"system":"https://example.org/p"}]}}""");
        List<Content> contents = new ArrayList<>();
        var notes = Releases.read(tgz(files), Wishes.NONE, Progress.UNHEARD, contents::add)
                .orElseThrow();
        assertThat(contents)
                .extracting(content -> content.id().toString())
                .containsExactlyInAnyOrder("https://example.org/p|1", "https://example.org/vs/p|1");
        assertThat(notes)
                .anyMatch(note -> note.startsWith("left out: package/CodeSystem-none.json CodeSystem.content"))
                .contains("1 StructureDefinition resources are not terminology");
    }

    @Test
    void a_damaged_package_is_refused() throws IOException {
        var whole = Files.readAllBytes(tgz(new TreeMap<>(Map.of("package/a.json", "{}".repeat(5_000)))));
        var half = Files.write(folder.resolve("half.tgz"), Arrays.copyOf(whole, whole.length / 2));
        assertThat(problems(half)).containsExactly("half.tgz: is not a .tgz archive, or is damaged");
        var none = Files.writeString(folder.resolve("none.tgz"), "nothing");
        assertThat(problems(none)).containsExactly("none.tgz: is not a .tgz archive, or is damaged");
        var zip = Files.writeString(folder.resolve("none.zip"), "nothing");
        assertThat(problems(zip)).containsExactly("none.zip: is not a zip archive, or is damaged");
    }

    private Path tgz(Map<String, String> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                var content = file.getValue().getBytes(StandardCharsets.UTF_8);
                if (file.getKey().length() > 99) {
                    var pax = " path=" + file.getKey() + "\n";
                    var record = (pax.length() + 3 + pax).getBytes(StandardCharsets.UTF_8);
                    entry(out, "pax", 'x', record);
                }
                entry(out, file.getKey().substring(0, Math.min(99, file.getKey().length())), '0', content);
            }
            out.write(new byte[1024]);
        }
        return Files.write(folder.resolve("package.tgz"), bytes.toByteArray());
    }

    private static void entry(GZIPOutputStream out, String name, char type, byte[] content) throws IOException {
        var head = new byte[512];
        put(head, 0, name);
        put(head, 124, "%011o".formatted(content.length));
        head[156] = (byte) type;
        out.write(head);
        out.write(content);
        out.write(new byte[(512 - content.length % 512) % 512]);
    }

    private static void put(byte[] head, int at, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, head, at, bytes.length);
    }
}
