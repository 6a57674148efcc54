package org.healthsphere.node.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.ingest.MappedResources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the mappings make of messages and documents is held against FHIR R4 by HL7's reference validator. */
class MappedResourcesIT {
    @Test
    void what_the_mappings_make_is_valid_fhir(@TempDir Path folder) {
        var validator = new ReferenceValidator(new Packages(Optional.empty()));
        assertThat(MappedResources.in(folder))
                .allSatisfy(resource -> assertThat(UsCorePackagesIT.remarks(
                                validator, resource.json().utf8(), List.of()))
                        .as("%s: %s", resource.id().type(), resource.json().utf8())
                        .isEmpty());
    }
}
