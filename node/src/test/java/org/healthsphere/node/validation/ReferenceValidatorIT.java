package org.healthsphere.node.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.healthsphere.node.fhir.Profiles.Remark;
import org.healthsphere.node.fhir.Profiles.Severity;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The reference validator with a package of one profile: a patient of whom the day of birth is known. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReferenceValidatorIT {
    private static final String BORN = "http://example.org/fhir/StructureDefinition/born";
    private static final String PROFILE = """
            {"resourceType":"StructureDefinition","url":"%s","name":"Born","status":"active","fhirVersion":"4.0.1",
             "kind":"resource","abstract":false,"type":"Patient","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Patient",
             "derivation":"constraint",
             "differential":{"element":[{"id":"Patient","path":"Patient"},
              {"id":"Patient.birthDate","path":"Patient.birthDate","min":1}]}}""".formatted(BORN);

    private ReferenceValidator validator = new ReferenceValidator(new Packages(Optional.empty()));

    @BeforeAll
    void pack(@TempDir Path folder) throws IOException {
        try (var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("born.tgz")))) {
            file(out, "package/package.json", "{}");
            file(out, "package/StructureDefinition-born.json", PROFILE);
            file(out, "package/example/Patient-x.json", "{\"resourceType\":\"Nonsense\"}");
            out.write(new byte[1_024]);
        }
        validator = new ReferenceValidator(new Packages(Optional.of(folder)));
        assertThat(held("{\"resourceType\":\"Patient\"}"))
                .as("it is made while the folder is there")
                .isNotNull();
    }

    private static void file(OutputStream out, String name, String content) throws IOException {
        var bytes = content.getBytes(StandardCharsets.UTF_8);
        var header = new byte[512];
        put(header, 0, name);
        put(header, 124, "%011o".formatted(bytes.length));
        out.write(header);
        out.write(bytes);
        out.write(new byte[(512 - bytes.length % 512) % 512]);
    }

    private static void put(byte[] header, int at, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private Outcome<List<Remark>> hold(String json, String... profiles) {
        return validator.hold(Bytes.utf8(json), List.of(profiles));
    }

    private List<Remark> held(String json, String... profiles) {
        return hold(json, profiles).orElseThrow();
    }

    private List<String> errors(String json, String... profiles) {
        return held(json, profiles).stream()
                .filter(remark -> remark.severity() == Severity.ERROR)
                .map(Remark::at)
                .toList();
    }

    @Test
    void what_breaks_a_rule_of_fhir_is_found() {
        assertThat(errors("{\"resourceType\":\"Patient\",\"active\":true}")).isEmpty();
        assertThat(errors("{\"resourceType\":\"Patient\",\"contact\":[{\"gender\":\"male\"}]}"))
                .as("pat-1: a contact has a name, a number, an address or an organization")
                .containsExactly("Patient.contact[0]");
    }

    @Test
    void a_profile_of_a_package_is_held_against_when_it_is_asked_for_or_claimed() {
        assertThat(errors("{\"resourceType\":\"Patient\",\"birthDate\":\"1970-01-01\"}", BORN))
                .isEmpty();
        assertThat(errors("{\"resourceType\":\"Patient\"}", BORN)).hasSize(1);
        assertThat(errors("{\"resourceType\":\"Patient\",\"meta\":{\"profile\":[\"" + BORN + "\"]}}"))
                .hasSize(1);
    }

    @Test
    void a_profile_that_is_not_known_is_said_so() {
        assertThat(hold("{\"resourceType\":\"Patient\"}", "urn:none"))
                .isEqualTo(Outcome.failed(new Fault.Unprocessable(List.of(new Problem(
                        "profile", "urn:none is not known here; its package belongs into fhir.packages")))));
    }

    @Test
    void a_package_that_is_none_is_named(@TempDir Path other) throws IOException {
        Files.writeString(other.resolve("broken.tgz"), "no archive");
        assertThat(new ReferenceValidator(new Packages(Optional.of(other)))
                        .hold(Bytes.utf8("{\"resourceType\":\"Patient\"}"), List.of()))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("the package broken.tgz")));
    }

    @Test
    void what_is_too_long_is_not_looked_at() {
        assertThat(hold(" ".repeat(600_000)))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class, f -> assertThat(f.fault()).isInstanceOf(Fault.TooCostly.class));
    }
}
