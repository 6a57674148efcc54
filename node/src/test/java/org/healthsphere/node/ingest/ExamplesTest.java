package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.healthsphere.node.ingest.table.TableFeed;
import org.healthsphere.node.ingest.v2.V2Feed;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;

/** Tests that stand beside the mappings of a hospital. */
class ExamplesTest {
    private static final String RULE = """
            "change": {"condition": {"rules": [{"from": "DG1-4", "to": "note[].text", "as": "text"}]}}""";

    @Test
    void what_an_example_says_is_made_of_its_message() {
        var files = Map.of("own.json", Bytes.utf8("{" + RULE + """
                , "examples": {"a remark": {"message": ["MSH|^~\\\\&|R|N|H|N|20260102||ADT^A01|1|P|2.5.1", "PID|1||7^^^N^MR", "DG1|1||A^Asthma^L|mild"],
                  "makes": [{"resourceType": "Condition", "code": {"coding": [{"code": "A"}]}, "note": [{"text": "mild"}]}, {"resourceType": "Patient"}]}}}"""));

        assertThat(Examples.hold(new V2Feed(files), files).kind()).isEqualTo("v2");
    }

    @Test
    void every_example_that_is_not_made_is_named_with_its_file() {
        var files = Map.of("own.json", Bytes.utf8("""
                {"examples": {
                  "one": {"message": "MSH|^~\\\\&|R|N|H|N|20260102||ADT^A01|1|P|2.5.1\\rPID|1||7^^^N^MR", "makes": [{"resourceType": "Encounter"}]},
                  "two": {"message": "nonsense", "makes": []}}}"""));

        assertThatThrownBy(() -> Examples.hold(new V2Feed(files), files))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "mapping files: own.json example one: makes nothing that says {\"resourceType\":\"Encounter\"};"
                                + " own.json example two: is not taken: does not begin with a message header (MSH)");
    }

    @Test
    void files_without_examples_say_nothing() {
        var files = Map.of("own.json", Bytes.utf8("{}"));
        assertThat(Examples.hold(new TableFeed(files), files).kind()).isEqualTo(TableFeed.KIND);
    }
}
