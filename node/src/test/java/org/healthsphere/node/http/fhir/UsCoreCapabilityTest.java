package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceSearchParamComponent;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.junit.jupiter.api.Test;

/** The server says of itself what US Core wants to hear, as far as it is so. */
class UsCoreCapabilityTest extends FhirServer {
    private CapabilityStatement statement() throws Exception {
        return parsed(CapabilityStatement.class, send("GET", "/metadata", ""));
    }

    @Test
    void it_names_the_profiles_and_does_not_yet_claim_all_of_the_guide() throws Exception {
        var statement = statement();
        assertThat(statement.getInstantiates())
                .extracting(PrimitiveType::getValue)
                .noneMatch(claimed -> claimed.contains("us-core-server"));
        var profiles = statement.getRestFirstRep().getResource().stream()
                .flatMap(resource -> resource.getSupportedProfile().stream())
                .map(PrimitiveType::getValue)
                .toList();
        assertThat(profiles)
                .hasSize(55)
                .contains(
                        "http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient",
                        "http://hl7.org/fhir/us/core/StructureDefinition/us-core-blood-pressure",
                        "http://hl7.org/fhir/us/core/StructureDefinition/us-core-provenance");
    }

    @Test
    void each_search_and_each_interaction_is_declared() throws Exception {
        var resources = statement().getRestFirstRep().getResource().stream()
                .collect(Collectors.toMap(CapabilityStatementRestResourceComponent::getType, Function.identity()));
        for (var search : UsCoreSample.searches()) {
            var resource = Objects.requireNonNull(resources.get(search.type()), search.type());
            assertThat(resource.getSearchParam())
                    .extracting(CapabilityStatementRestResourceSearchParamComponent::getName)
                    .containsAll(search.parameters());
            assertThat(resource.getInteraction())
                    .extracting(interaction -> interaction.getCode().toCode())
                    .contains("read", "vread", "search-type", "history-instance", "create");
            assertThat(resource.getSearchRevInclude())
                    .extracting(PrimitiveType::getValue)
                    .contains("Provenance:target");
        }
    }

    @Test
    void it_is_said_which_changes_a_search_by_time_sees() throws Exception {
        for (var resource : statement().getRestFirstRep().getResource()) {
            var lastUpdated = resource.getSearchParam().stream()
                    .filter(parameter -> parameter.getName().equals("_lastUpdated"))
                    .toList();
            assertThat(lastUpdated).hasSize(1);
            assertThat(lastUpdated.getFirst().getDocumentation()).contains("create", "update", "patch");
        }
    }
}
