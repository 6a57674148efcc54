package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.fhir.Profiles.Remark;
import org.healthsphere.node.fhir.Profiles.Severity;
import org.healthsphere.node.validation.Packages;
import org.healthsphere.node.validation.ReferenceValidator;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What two nodes answer to IHE's transactions, and what they are asked, held against IHE's profiles by the reference validator.
 *
 * <p>{@code -Dfhir.packages} names a folder with the packages of PDQm 3, PIXm 3, MHD 4.2 and mCSD 4 ({@code ihe.iti.*.tgz}),
 * {@code hl7.terminology.r4} and {@code hl7.fhir.uv.extensions.r4}.
 */
@EnabledIfSystemProperty(
        named = "fhir.packages",
        matches = ".+",
        disabledReason = "-Dfhir.packages=FOLDER names no folder with IHE's packages")
class IhePackagesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IHE = "https://profiles.ihe.net/ITI/";
    private static final List<String> NEEDED = List.of(
            "ihe.iti.pdqm-3",
            "ihe.iti.pixm-3",
            "ihe.iti.mhd-4.2",
            "ihe.iti.mcsd-4",
            "hl7.terminology.r4-",
            "hl7.fhir.uv.extensions.r4-");

    /** Codes of licensed systems that are not at hand: that they are not known is no mistake. */
    private static final List<String> UNPUBLISHED =
            List.of("http://loinc.org", "http://snomed.info/sct", "healthsphere.org/fhir");

    private static final String WANTED =
            "{'resourceType':'Parameters','parameter':[{'name':'resource','resource':{'resourceType':'Patient','name':[{'family':'Testova',"
                    + "'given':['Annabela']}],'birthDate':'1961-07-09','address':[{'line':['1 Sample St'],'city':'Sampletown','postalCode':'01101'}]}},"
                    + "{'name':'onlyCertainMatches','valueBoolean':false},{'name':'count','valueInteger':3}]}";

    @TempDir
    private Path folder;

    private final List<String> wrong = new ArrayList<>();

    private ReferenceValidator validator() throws IOException {
        var packages = Files.createDirectories(folder.resolve("packages"));
        try (var files = Files.list(Path.of(System.getProperty("fhir.packages")))) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (NEEDED.stream().anyMatch(name::startsWith)) {
                    var _ = Files.createSymbolicLink(packages.resolve(name), file);
                }
            }
        }
        return new ReferenceValidator(new Packages(Optional.of(packages)));
    }

    private void held(ReferenceValidator validator, JsonNode resource, String profile) {
        switch (validator.hold(Bytes.utf8(resource.toString()), List.of(IHE + profile))) {
            case Outcome.Success<List<Remark>>(var remarks) ->
                remarks.stream().filter(IhePackagesIT::isMistake).forEach(remark -> wrong.add(profile + ": " + remark));
            case Outcome.Failure<List<Remark>>(var fault) -> wrong.add(profile + ": " + fault);
        }
    }

    /** An answer by the profile of the message, and of what is in it, by that of its kind. */
    private void held(ReferenceValidator validator, JsonNode message, String profile, String type, String each) {
        held(validator, message, profile);
        var found = 0;
        for (var entry : message.path("entry")) {
            if (entry.at("/resource/resourceType").asText().equals(type)) {
                held(validator, entry.path("resource"), each);
                found++;
            }
        }
        assertThat(found).as(profile).isPositive();
    }

    @Test
    void what_is_asked_and_answered_is_valid_by_ihes_profiles() throws Exception {
        var validator = validator();
        try (var network = new IheNetwork(Files.createDirectories(folder.resolve("network")))) {
            network.services();
            patients(validator, network);
            documents(validator, network);
            for (var type : List.of(
                    "Organization", "Endpoint", "Location", "PractitionerRole", "Practitioner", "HealthcareService")) {
                each(validator, got(network, "/directory/" + type), type);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private void patients(ReferenceValidator validator, IheNetwork network) throws Exception {
        held(
                validator,
                got(network, "/fhir/Patient?family=Testova"),
                "PDQm/StructureDefinition/IHE.PDQm.QueryPatientResourceResponseMessage",
                "Patient",
                "PDQm/StructureDefinition/IHE.PDQm.Patient");
        held(
                validator,
                JSON.readTree(WANTED.replace('\'', '"')),
                "PDQm/StructureDefinition/IHE.PDQm.MatchParametersIn");
        held(
                validator,
                matched(network),
                "PDQm/StructureDefinition/IHE.PDQm.MatchParametersOut",
                "Patient",
                "PDQm/StructureDefinition/IHE.PDQm.Patient");
        held(
                validator,
                got(network, "/fhir/Patient/$ihe-pix?sourceIdentifier=urn:oid:1.2.36.1|north-1"),
                "PIXm/StructureDefinition/IHE.PIXm.Query.Parameters.Out");
    }

    private void documents(ReferenceValidator validator, IheNetwork network) throws Exception {
        held(
                validator,
                got(network, "/mhd/DocumentReference?patient=p1&status=current"),
                "MHD/StructureDefinition/IHE.MHD.FindDocumentReferencesResponseMessage",
                "DocumentReference",
                "MHD/StructureDefinition/IHE.MHD.Minimal.DocumentReference");
        held(
                validator,
                got(network, "/mhd/List?patient=p1&code=submissionset&status=current"),
                "MHD/StructureDefinition/IHE.MHD.FindDocumentListsResponseMessage",
                "List",
                "MHD/StructureDefinition/IHE.MHD.Minimal.SubmissionSet");
    }

    private void each(ReferenceValidator validator, JsonNode bundle, String type) {
        assertThat(bundle.path("entry").size()).as(type).isPositive();
        for (var entry : bundle.path("entry")) {
            if (entry.at("/resource/resourceType").asText().equals(type)) {
                held(validator, entry.path("resource"), "mCSD/StructureDefinition/IHE.mCSD." + type);
            }
        }
    }

    private static JsonNode got(IheNetwork network, String path) throws Exception {
        var answer = network.get(Role.CLINICIAN, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static JsonNode matched(IheNetwork network) throws Exception {
        var north = network.north();
        var answer = north.send(
                north.token("dr-1", Role.CLINICIAN), "POST", "/fhir/Patient/$match", WANTED.replace('\'', '"'));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static boolean isMistake(Remark remark) {
        return (remark.severity() == Severity.ERROR || remark.severity() == Severity.FATAL)
                && UNPUBLISHED.stream().noneMatch(remark.toString()::contains);
    }
}
