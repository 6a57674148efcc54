package org.healthsphere.terminology.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.conformance.Suite.Case;
import org.healthsphere.terminology.content.BundledContent;
import org.healthsphere.terminology.content.ContentReader;
import org.healthsphere.terminology.fhir.Call;
import org.healthsphere.terminology.fhir.Operation;
import org.healthsphere.terminology.fhir.Parameters;
import org.healthsphere.terminology.fhir.Reply;
import org.healthsphere.terminology.fhir.TerminologyOperations;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.Compiler;
import org.healthsphere.terminology.index.Txi;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The HL7 terminology ecosystem tests, mode {@code general}: what validators and publishers expect of a terminology server.
 *
 * <p>Every case must pass; there is no list of those that may fail.
 */
class TxEcosystemTest {
    private static final int CASES = 597;

    private final TerminologyOperations operations =
            new TerminologyOperations(held(), InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")), "1.0.0");

    /** What comes with the product: the suite asks for code systems of FHIR itself, too. */
    private static CompiledTerminology held() {
        var files = ContentReader.readAll(BundledContent.sources()).orElseThrow().stream()
                .map(content -> Compiler.compile(content).orElseThrow())
                .map(bytes -> Txi.of(ByteBuffer.wrap(bytes)))
                .toList();
        return CompiledTerminology.of(files).orElseThrow();
    }

    @Test
    void the_suite_is_there_and_complete() {
        assertThat(Suite.find())
                .as("specs/conformance/tx-ecosystem/tests.zip, or the folder that HIE_TX_SUITE names")
                .hasValueSatisfying(suite -> assertThat(suite.cases()).hasSize(CASES));
    }

    /** What HL7's own runner has passed ({@code tools/tx-tester/run}) may only become more, and is everything. */
    @Test
    void the_baseline_of_the_official_runner_names_every_case() throws IOException {
        var baseline = Path.of("..", "specs", "conformance", "tx-ecosystem", "official-baseline.txt");
        assertThat(Files.readAllLines(baseline))
                .hasSize(CASES)
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @TestFactory
    Stream<DynamicTest> the_answer_is_the_expected_one() {
        return Suite.find().orElseThrow().cases().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.name(),
                        () -> assertThat(difference(one)).as(one.name()).isEmpty()));
    }

    private Optional<String> difference(Case one) {
        return switch (one.operation()) {
            case "metadata" -> pattern(one, operations.capabilityStatement());
            case "term-caps" -> pattern(one, operations.terminologyCapabilities());
            default -> compare(one, answer(one));
        };
    }

    private static Optional<String> pattern(Case one, JsonNode actual) {
        return new Expectation(true).difference(one.operation(), one.response(), actual);
    }

    private static Optional<String> compare(Case one, Reply reply) {
        var expected = one.response().deepCopy();
        Expectation.sortMessages(expected);
        var wanted = one.status().charAt(0) - '0';
        return reply.status() / 100 == wanted
                ? new Expectation(false).difference("", expected, Expectation.comparable(reply.resource()))
                : Optional.of("status " + reply.status() + " instead of " + one.status() + ": " + reply.resource());
    }

    private Reply answer(Case one) {
        var body = (ObjectNode) one.request().deepCopy();
        var parameters = body.withArray("parameter");
        one.profile().path("parameter").forEach(parameters::add);
        one.setup()
                .forEach(resource ->
                        parameters.addObject().put("name", "tx-resource").set("resource", resource));
        var call = Call.of(one.acceptLanguage(), one.header("X-TOO-COSTLY-THRESHOLD"));
        return switch (Parameters.of(body)) {
            case Outcome.Success<Parameters>(var in) -> operations.answer(operation(one), in, call);
            case Outcome.Failure<Parameters>(var fault) -> throw new AssertionError(fault.toString());
        };
    }

    private static Operation operation(Case one) {
        return switch (one.operation()) {
            case "expand" -> Operation.EXPAND;
            case "validate-code" -> Operation.VALIDATE_CODE;
            case "cs-validate-code" -> Operation.VALIDATE_SYSTEM_CODE;
            case "lookup" -> Operation.LOOKUP;
            case "translate" -> Operation.TRANSLATE;
            case "batch-validate" -> Operation.BATCH_VALIDATE_CODE;
            default -> throw new IllegalStateException("no such operation: " + one.operation());
        };
    }
}
