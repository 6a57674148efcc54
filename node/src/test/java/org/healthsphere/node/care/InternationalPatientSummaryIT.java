package org.healthsphere.node.care;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.healthsphere.federation.merge.MergedRecord;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The summary before HL7's reference validator. */
class InternationalPatientSummaryIT {
    /** Where the definitions of the summary are unpacked, for whoever has them: the folder {@code package}. */
    private static final String IPS = "healthsphere.test.ips";

    private static final FhirContext FHIR = FhirContext.forR4();
    private static FhirValidator base = FHIR.newValidator();

    private final InternationalPatientSummary summaries =
            new InternationalPatientSummary(Records.NORTH, "North Hospital");

    @BeforeAll
    static void load_the_definitions_once() {
        base = validator();
    }

    @Test
    void a_summary_with_everything_is_valid_fhir() {
        assertThat(errors(base, withoutProfiles(summary(Records.rich())))).isEmpty();
    }

    @Test
    void a_summary_without_anything_is_valid_fhir() {
        assertThat(errors(base, withoutProfiles(summary(Records.bare())))).isEmpty();
    }

    @Test
    void what_is_wrong_is_found() {
        var broken = withoutProfiles(summary(Records.bare()));
        ((ObjectNode) broken.path("entry").path(0).path("resource")).remove("status");
        assertThat(errors(base, broken)).isNotEmpty();
    }

    @Test
    @EnabledIfSystemProperty(
            named = IPS,
            matches = ".+",
            disabledReason = "the profiles of the summary are not here: give -D" + IPS + "=<folder of hl7.fhir.uv.ips>")
    void both_meet_the_profiles_of_the_summary() throws IOException {
        var ips = validator(definitions(Path.of(System.getProperty(IPS))));
        assertThat(errors(ips, summary(Records.rich()))).isEmpty();
        assertThat(errors(ips, summary(Records.bare()))).isEmpty();
        var withoutAllergies = summary(Records.bare());
        ((ArrayNode) withoutAllergies.path("entry").path(0).path("resource").path("section")).remove(1);
        assertThat(errors(ips, withoutAllergies)).isNotEmpty();
    }

    private ObjectNode summary(MergedRecord record) {
        var id = UUID.fromString("0b9c3a52-5f0e-4f4b-9d5b-3f5f2b1f7a11");
        return summaries.of(record, id, Instant.parse("2026-03-01T10:00:00Z")).orElseThrow();
    }

    /** Base FHIR knows nothing of the summary's profiles. */
    private static ObjectNode withoutProfiles(ObjectNode bundle) {
        bundle.findParents("profile").forEach(meta -> ((ObjectNode) meta).remove("profile"));
        bundle.findParents("meta").stream()
                .filter(resource -> resource.path("meta").isEmpty())
                .forEach(resource -> ((ObjectNode) resource).remove("meta"));
        return bundle;
    }

    private static List<String> errors(FhirValidator validator, ObjectNode bundle) {
        return validator.validateWithResult(bundle.toString()).getMessages().stream()
                .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                .map(message -> message.getLocationString() + ": " + message.getMessage())
                .toList();
    }

    private static FhirValidator validator(IValidationSupport... more) {
        var chain = new ArrayList<>(List.of(
                new DefaultProfileValidationSupport(FHIR),
                new CommonCodeSystemsTerminologyService(FHIR),
                new InMemoryTerminologyServerValidationSupport(FHIR)));
        var all = new ArrayList<IValidationSupport>(List.of(more));
        all.addAll(chain);
        var module = new FhirInstanceValidator(new ValidationSupportChain(all.toArray(IValidationSupport[]::new)));
        return FHIR.newValidator().registerValidatorModule(module);
    }

    private static IValidationSupport definitions(Path folder) throws IOException {
        var support = new PrePopulatedValidationSupport(FHIR);
        try (var files = Files.list(folder)) {
            for (var file : files.filter(
                            f -> f.getFileName().toString().matches("(StructureDefinition|ValueSet|CodeSystem)-.*"))
                    .toList()) {
                support.addResource(FHIR.newJsonParser().parseResource(Files.readString(file)));
            }
        }
        return support;
    }
}
