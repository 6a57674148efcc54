package org.healthsphere.node.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.node.network.TestNetwork;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryTest {
    private TestNetwork network;
    private TestNetwork.Hospital north;
    private Directory directory;

    @BeforeEach
    void two_members(@TempDir Path folder) {
        network = new TestNetwork(folder);
        north = network.hospital("north");
        var _ = network.hospital("south");
        north.follow();
        directory = new Directory(north.members, "https://north.example/directory");
    }

    private static List<String> found(Outcome<? extends JsonNode> bundle) {
        List<String> urls = new ArrayList<>();
        bundle.orElseThrow()
                .path("entry")
                .forEach(entry -> urls.add(entry.path("search").path("mode").asText() + " "
                        + entry.path("fullUrl").asText().replace("https://north.example/directory/", "")));
        return urls;
    }

    private Outcome<? extends JsonNode> search(String type, String query) {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        for (var pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                parameters.add(Map.entry(pair.split("=", 2)[0], pair.split("=", 2)[1]));
            }
        }
        return directory.search(type, parameters);
    }

    @Test
    void a_member_is_an_organization_and_an_endpoint_that_know_each_other() {
        var organization = directory.read("Organization", "south").orElseThrow();
        assertThat(organization.path("name").asText()).isEqualTo("Hospital south");
        assertThat(organization.path("active").asBoolean()).isTrue();
        assertThat(organization.path("endpoint").path(0).path("reference").asText())
                .isEqualTo("Endpoint/south");
        assertThat(organization.at("/meta/profile/0").asText())
                .isEqualTo("https://profiles.ihe.net/ITI/mCSD/StructureDefinition/IHE.mCSD.Organization");
        var endpoint = directory.read("Endpoint", "south").orElseThrow();
        assertThat(endpoint.path("address").asText()).isEqualTo("https://south.example:8444");
        assertThat(endpoint.path("status").asText()).isEqualTo("active");
        assertThat(endpoint.at("/managingOrganization/reference").asText()).isEqualTo("Organization/south");
        assertThat(endpoint.at("/payloadType").isArray()).isTrue();
        var location = directory.read("Location", "south").orElseThrow();
        assertThat(location.at("/managingOrganization/reference").asText()).isEqualTo("Organization/south");
        assertThat(location.at("/endpoint/0/reference").asText()).isEqualTo("Endpoint/south");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Organization; ''; match Organization/north, match Organization/south",
                "Organization; _id=south; match Organization/south",
                "Organization; _id=south,north&_format=json; match Organization/north, match Organization/south",
                "Organization; name=hospital S; match Organization/south",
                "Organization; name=outh; ''",
                "Organization; name:contains=OUTH; match Organization/south",
                "Organization; name:exact=hospital south; ''",
                "Organization; active=false; ''",
                "Organization; identifier=https://healthsphere.org/fhir/sid/member|south; match Organization/south",
                "Organization; _id=south&_include=Organization:endpoint; match Organization/south, include Endpoint/south",
                "Endpoint; organization=Organization/north&status=active; match Endpoint/north",
                "Endpoint; _id=north&_include=Endpoint:organization; match Endpoint/north, include Organization/north",
                "Location; organization=Organization/south&status=active; match Location/south",
                "Location; name=hospital n&_include=Location:organization; match Location/north, include Organization/north"
            })
    void a_search_finds_who_matches(String type, String query, String expected) {
        assertThat(found(search(type, query)))
                .isEqualTo(expected.isBlank() ? List.of() : List.of(expected.split(", ", -1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"address=x", "_include=Organization:partof", "name:missing=true", "_count=1"})
    void what_is_not_understood_is_refused(String query) {
        assertThat(search("Organization", query))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        refused -> assertThat(refused.fault()).isInstanceOf(Fault.Invalid.class));
    }

    @Test
    void who_was_suspended_is_in_it_no_longer() {
        network.say(new SuspendMember(new NodeId("south")));
        north.follow();
        assertThat(found(search("Organization", ""))).containsExactly("match Organization/north");
        assertThat(directory.read("Endpoint", "south")).isInstanceOf(Outcome.Failure.class);
        assertThat(directory.read("Patient", "north")).isInstanceOf(Outcome.Failure.class);
        assertThat(search("Patient", "")).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void it_says_what_it_can_do() {
        var statement = directory.capabilities("2026-01-01T00:00:00Z");
        assertThat(statement.at("/rest/0/resource/2/type").asText()).isEqualTo("Location");
        assertThat(statement.at("/rest/0/resource/2/searchInclude/0").asText()).isEqualTo("Location:organization");
        assertThat(statement.at("/rest/0/resource/3/type").asText()).isEqualTo("Organization");
        assertThat(statement.at("/rest/0/resource/0/searchParam")).hasSize(4);
        assertThat(statement.path("fhirVersion").asText()).isEqualTo("4.0.1");
    }
}
