package org.healthsphere.node.ingest.cda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CdaParserTest {
    private static final String OPEN = "<ClinicalDocument xmlns=\"urn:hl7-org:v3\">";
    private final CdaParser parser = new CdaParser();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE x>",
                "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">",
                "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>",
                "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
            })
    void a_doctype_is_refused(String doctype) {
        assertThat(parse(doctype + OPEN + "<title>&#65;</title></ClinicalDocument>"))
                .isEqualTo(refused("a document type declaration (DOCTYPE) is not allowed"));
    }

    @Test
    void an_entity_of_ones_own_is_refused() {
        assertThat(parse(OPEN + "<title>&secret;</title></ClinicalDocument>")).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void what_is_not_well_formed_is_refused_without_being_quoted() {
        assertThat(parse(OPEN + "\n<title>Muster</name>")).isEqualTo(refused("not well-formed XML, line 2"));
    }

    @Test
    void a_document_may_not_be_nested_without_end() {
        assertThat(parse(OPEN + "<a>".repeat(100_000)))
                .isEqualTo(refused("document is nested too deeply or has too many elements"));
    }

    @Test
    void another_root_is_another_thing() {
        assertThat(parse("<html/>")).isEqualTo(refused("root element is not ClinicalDocument of urn:hl7-org:v3"));
        assertThat(parse("<ClinicalDocument/>"))
                .isEqualTo(refused("root element is not ClinicalDocument of urn:hl7-org:v3"));
    }

    @Test
    void elements_of_strangers_are_passed_over_and_those_of_hl7s_extensions_are_not() {
        var document = parse(
                        "<h:ClinicalDocument xmlns:h=\"urn:hl7-org:v3\" xmlns:s=\"urn:hl7-org:sdtc\" xmlns:z=\"z\">"
                                + "<z:a><h:title>no</h:title></z:a><h:title>yes<z:b>no</z:b></h:title><s:x value=\"1\"/></h:ClinicalDocument>")
                .orElseThrow();

        assertThat(document.text("title")).isEqualTo("yes");
        assertThat(document.text("sdtc:x/@value")).isEqualTo("1");
    }

    @Test
    void the_encoding_is_the_documents() {
        var latin = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + OPEN
                + "<title>Übersicht</title></ClinicalDocument>";
        var bom = "\uFEFF" + OPEN + "<title>Übersicht</title></ClinicalDocument>";

        assertThat(parser.parse(Bytes.of(latin.getBytes(StandardCharsets.ISO_8859_1)))
                        .orElseThrow()
                        .text("title"))
                .isEqualTo("Übersicht");
        assertThat(parse(bom).orElseThrow().text("title")).isEqualTo("Übersicht");
    }

    @ParameterizedTest
    @CsvSource({
        "a/b/@c, 1",
        "a[@k=x]/b/@c, 1",
        "a[2]/b/@c, 2",
        "a[templateId=9]/b/@c, 2",
        "a[@k=y]/../a[1]/b/@c, 1",
        "a/b, t",
        "./a/b/@c, 1",
        "a/none, ''",
        "none/@c, ''"
    })
    void a_path_leads_to_the_first_text(String path, String text) {
        var document = parse(
                        OPEN
                                + "<a k=\"x\"><b c=\"1\"> t\n</b></a><a k=\"y\"><templateId root=\"9\"/><b c=\"2\"/></a></ClinicalDocument>")
                .orElseThrow();

        assertThat(CdaElement.isPath(path)).isTrue();
        assertThat(document.text(path)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a//b", "a[", "a[b=c]", "a/b[@c=1", "a b"})
    void what_is_no_path_is_refused(String path) {
        assertThat(CdaElement.isPath(path)).isFalse();
    }

    @Test
    void narrative_shows_and_does_not_act() {
        var document = parse(OPEN + """
                <text><table border="1" onclick="x()"><caption>Drugs</caption><tbody><tr><td colspan="2" style="x">A &lt; B &amp; C</td></tr></tbody></table>
                <list listType="ordered"><item>one<br/>two</item></list><linkHtml href="javascript:x()">link</linkHtml><script>bad()</script><renderMultiMedia/></text></ClinicalDocument>""").orElseThrow();

        var div = Narrative.of((CdaElement) document.at("text").getFirst())
                .path("div")
                .asText();

        assertThat(div.replaceAll(">\\s+<", "><"))
                .isEqualTo(
                        "<div xmlns=\"http://www.w3.org/1999/xhtml\"><table><caption>Drugs</caption><tbody><tr>"
                                + "<td colspan=\"2\">A &lt; B &amp; C</td></tr></tbody></table><ol><li>one<br/>two</li></ol>linkbad()</div>");
    }

    private Outcome<CdaElement> parse(String text) {
        return parser.parse(Bytes.utf8(text));
    }

    private static Outcome<CdaElement> refused(String what) {
        return Outcome.failed(new Fault.Invalid(what));
    }
}
