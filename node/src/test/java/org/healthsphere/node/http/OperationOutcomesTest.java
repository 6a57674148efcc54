package org.healthsphere.node.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.junit.jupiter.api.Test;

class OperationOutcomesTest {
    private static final List<Fault> ONE_OF_EACH = List.of(
            new Fault.NotFound("Patient/1"),
            new Fault.Gone("Patient/1"),
            new Fault.Unauthenticated("token"),
            new Fault.Forbidden("scope"),
            new Fault.Invalid(List.of(new Problem("_count", "is not a number"), new Problem("_sort", "is unknown"))),
            new Fault.Unprocessable(List.of(new Problem("Patient.gender", "is not in the value set"))),
            new Fault.Conflict("Consent/c1"),
            new Fault.VersionMismatch("Patient/1 is at version 2"),
            new Fault.TooMany("requests"),
            new Fault.TooCostly("expansion"),
            new Fault.Timeout("terminology"),
            new Fault.Unavailable("consent ledger"));

    @Test
    void no_fault_is_forgotten_here() {
        assertThat(ONE_OF_EACH)
                .extracting(Object::getClass)
                .containsExactlyInAnyOrder(Fault.class.getPermittedSubclasses());
    }

    @Test
    void each_fault_has_a_status_of_its_own_and_an_issue_type_that_fhir_knows() {
        assertThat(ONE_OF_EACH).extracting(OperationOutcomes::status).doesNotHaveDuplicates();
        assertThat(ONE_OF_EACH)
                .allSatisfy(f -> assertThat(IssueType.fromCode(OperationOutcomes.issueType(f)))
                        .isNotNull());
    }

    @Test
    void every_problem_of_an_invalid_request_is_told_with_its_place() {
        var fault =
                new Fault.Invalid(List.of(new Problem("Bundle.type", "is missing"), new Problem("", "is too long")));
        assertThat(new String(OperationOutcomes.json(fault), UTF_8)).isEqualTo("""
                {"resourceType":"OperationOutcome","issue":[\
                {"severity":"error","code":"invalid","diagnostics":"Bundle.type: is missing","expression":["Bundle.type"]},\
                {"severity":"error","code":"invalid","diagnostics":"is too long"}]}""");
    }
}
