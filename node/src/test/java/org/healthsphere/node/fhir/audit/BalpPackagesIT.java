package org.healthsphere.node.fhir.audit;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of AuditEvent that a node makes, held against the profile that it claims by the reference validator.
 *
 * <p>{@code -Dfhir.packages} names a folder with {@code ihe.iti.balp-1.1.*.tgz}, {@code hl7.terminology.r4} and
 * {@code hl7.fhir.uv.extensions.r4}.
 */
@EnabledIfSystemProperty(
        named = "fhir.packages",
        matches = ".+",
        disabledReason = "-Dfhir.packages=FOLDER names no folder with IHE's package of audit patterns")
class BalpPackagesIT {
    private static final List<String> NEEDED =
            List.of("ihe.iti.balp-1.1", "hl7.terminology.r4-", "hl7.fhir.uv.extensions.r4-");

    /** Codes that are nobody's here to publish: that they are not known is no mistake. */
    private static final List<String> UNPUBLISHED =
            List.of("healthsphere.org/fhir", "dicom.nema.org", "iso-21089-lifecycle", "extra-security-role-type");

    @TempDir
    private Path folder;

    private ReferenceValidator validator() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("fhir.packages")))) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (NEEDED.stream().anyMatch(name::startsWith)) {
                    var _ = Files.createSymbolicLink(folder.resolve(name), file);
                }
            }
        }
        return new ReferenceValidator(new Packages(Optional.of(folder)));
    }

    @Test
    void every_event_is_valid_by_the_profile_that_it_claims() throws IOException {
        var validator = validator();
        List<String> wrong = new ArrayList<>();
        var seen = new java.util.HashSet<String>();
        try (var audited = new AuditedHouse()) {
            for (var event : audited.found(audited.auditor(), "_count=1000")) {
                var profile = event.at("/meta/profile/0").asText();
                var kind = profile + event.path("subtype") + event.path("outcome");
                if (seen.add(kind)) {
                    var profiles = profile.isEmpty() ? List.<String>of() : List.of(profile);
                    switch (validator.hold(Bytes.utf8(event.toString()), profiles)) {
                        case Outcome.Success<List<Remark>>(var remarks) ->
                            remarks.stream()
                                    .filter(BalpPackagesIT::isMistake)
                                    .forEach(remark -> wrong.add(profile + ": " + remark));
                        case Outcome.Failure<List<Remark>>(var fault) -> wrong.add(profile + ": " + fault);
                    }
                }
            }
        }
        assertThat(seen).hasSizeGreaterThan(40);
        assertThat(wrong).isEmpty();
    }

    private static boolean isMistake(Remark remark) {
        return (remark.severity() == Severity.ERROR || remark.severity() == Severity.FATAL)
                && UNPUBLISHED.stream().noneMatch(remark.toString()::contains);
    }
}
