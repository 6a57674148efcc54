package org.healthsphere.federation.research.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.federation.research.StudyStep;
import org.healthsphere.federation.research.analysis.Table;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;

/** The release of an analysis as a document that anybody can check, and nobody can alter. */
class StudyReleasesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COUNT = "{\"name\":\"n\",\"count\":{}}";

    private final StudyCircle circle = new StudyCircle(Table.of("binomial.csv").split(3, 4));
    private final StudyPlan plan = Plans.noised(2, 1_000_000, "", COUNT);
    private final Bytes document = ((StudyStep.Released) circle.ask(plan, 0)).document();

    @Test
    void it_says_what_was_asked_on_what_the_answer_rests_and_what_it_cost() {
        var paper = StudyReleases.verify(document, circle).orElseThrow().certificate();
        assertThat(paper.path("plan").asText()).isEqualTo(plan.hash().hex());
        assertThat(paper.path("query").asText())
                .hasSize(64)
                .isNotEqualTo(plan.hash().hex());
        assertThat(paper.path("quorum").asInt()).isEqualTo(2);
        assertThat(paper.path("protection").path("rhoMicros").asLong()).isEqualTo(1_000_000);
        assertThat(paper.path("terminology").isArray()).isTrue();
        assertThat(paper.path("counted")).hasSize(3).allSatisfy(member -> {
            assertThat(member.path("frame").path("consents").asText()).hasSize(64);
            assertThat(member.path("frame").path("content").asText()).hasSize(64);
            assertThat(member.path("coverage").isArray()).isTrue();
            assertThat(member.path("masked").asText()).hasSize(64);
            assertThat(member.path("debit").asText()).hasSize(64);
            assertThat(member.path("frame").path("consentHeight").isIntegralNumber())
                    .isTrue();
            assertThat(member.path("frame").path("storeChange").isIntegralNumber())
                    .isTrue();
            assertThat(member.path("debitHeight").isIntegralNumber()).isTrue();
        });
    }

    @Test
    void it_says_how_far_each_hospital_has_codes_of_the_systems_in_which_it_asks() {
        var mean = Plans.noised(
                2, 1_000_000, Plans.value("age", "0", "120"), "{\"name\":\"m\",\"mean\":{\"of\":\"age\"}}");
        var paper = circle.released(circle.ask(mean, 0)).certificate();
        assertThat(paper.path("counted")).hasSize(3).allSatisfy(member -> {
            assertThat(member.path("coverage")).hasSize(1);
            var one = member.path("coverage").path(0);
            assertThat(one.path("type").asText()).isEqualTo("Observation");
            assertThat(one.path("system").asText()).isEqualTo("https://example.org/columns");
            assertThat(one.path("mapped").asText())
                    .as("fewer than a hundred patients")
                    .isEqualTo("unknown");
        });
    }

    @Test
    void the_same_cohort_and_analysis_are_the_same_query_in_another_study() {
        var other = Plans.noised(2, 500_000, Plans.value("age", "0", "120"), COUNT);
        var second = StudyReleases.verify(((StudyStep.Released) circle.ask(other, 0)).document(), circle)
                .orElseThrow()
                .certificate();
        assertThat(second.path("query"))
                .isEqualTo(tree(document).path("certificate").path("query"));
    }

    @Test
    void whatever_is_altered_in_it_is_noticed() {
        var paths = new ArrayList<String>();
        leaves(tree(document).path("certificate"), "/certificate", paths);
        assertThat(paths).hasSizeGreaterThan(40);
        for (var path : paths) {
            assertThat(StudyReleases.verify(altered(path), circle)).as(path).isInstanceOf(Outcome.Failure.class);
        }
    }

    @Test
    void whatever_is_left_out_of_it_is_noticed() {
        var paths = new ArrayList<String>();
        members(tree(document).path("certificate"), "/certificate", paths);
        assertThat(paths).hasSizeGreaterThan(40);
        for (var path : paths) {
            var tree = tree(document);
            var cut = path.lastIndexOf('/');
            ((ObjectNode) tree.at(path.substring(0, cut))).remove(path.substring(cut + 1));
            assertThat(StudyReleases.verify(bytes(tree), circle)).as(path).isInstanceOf(Outcome.Failure.class);
        }
    }

    @Test
    void signatures_that_are_missing_strange_or_too_few_do_not_do() {
        var fault = Outcome.failed(new Fault.Unauthenticated("a signature is missing or wrong"));
        for (var signer = 0; signer < 3; signer++) {
            var tree = tree(document);
            var signatures = (ArrayNode) tree.path("signatures");
            var swapped = signatures.get((signer + 1) % 3).path("signature").asText();
            ((ObjectNode) signatures.get(signer)).put("signature", swapped);
            assertThat(StudyReleases.verify(bytes(tree), circle)).isEqualTo(fault);
        }
        var tree = tree(document);
        var _ = ((ArrayNode) tree.path("signatures")).remove(0);
        assertThat(StudyReleases.verify(bytes(tree), circle))
                .as("without the coordinator's own")
                .isEqualTo(fault);
    }

    @Test
    void another_spelling_of_it_is_another_document() {
        var spaced = Bytes.utf8(document.utf8().replaceFirst(":", ": "));
        assertThat(StudyReleases.verify(spaced, circle))
                .isEqualTo(Outcome.failed(new Fault.Invalid("not in canonical form")));
    }

    private static JsonNode tree(Bytes bytes) {
        try {
            return JSON.readTree(bytes.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Bytes bytes(JsonNode tree) {
        return Bytes.of(CanonicalJson.of(tree));
    }

    private Bytes altered(String path) {
        var tree = tree(document);
        var cut = path.lastIndexOf('/');
        var name = path.substring(cut + 1);
        var other = other(tree.at(path));
        switch (tree.at(path.substring(0, cut))) {
            case ObjectNode parent -> parent.set(name, other);
            case ArrayNode parent -> parent.set(Integer.parseInt(name), other);
            default -> throw new IllegalStateException(path);
        }
        return bytes(tree);
    }

    private static JsonNode other(JsonNode value) {
        return switch (value) {
            case TextNode text when text.textValue().isEmpty() -> TextNode.valueOf("x");
            case TextNode text ->
                TextNode.valueOf((text.textValue().startsWith("0") ? "1" : "0")
                        + text.textValue().substring(1));
            default -> value.isNumber() ? LongNode.valueOf(value.asLong() + 1) : BooleanNode.TRUE;
        };
    }

    private static void leaves(JsonNode node, String at, List<String> paths) {
        if (node.isValueNode()) {
            paths.add(at);
        }
        node.properties().forEach(entry -> leaves(entry.getValue(), at + "/" + entry.getKey(), paths));
        for (var i = 0; node.isArray() && i < node.size(); i++) {
            leaves(node.get(i), at + "/" + i, paths);
        }
    }

    private static void members(JsonNode node, String at, List<String> paths) {
        node.properties().forEach(entry -> {
            paths.add(at + "/" + entry.getKey());
            members(entry.getValue(), at + "/" + entry.getKey(), paths);
        });
        for (var i = 0; node.isArray() && i < node.size(); i++) {
            members(node.get(i), at + "/" + i, paths);
        }
    }
}
