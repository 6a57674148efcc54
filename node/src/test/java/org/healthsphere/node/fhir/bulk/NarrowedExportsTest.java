package org.healthsphere.node.fhir.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the parameters of a kick-off leave of an export. */
class NarrowedExportsTest extends ExportHouse {
    @Test
    void types_filters_and_elements_narrow_it() {
        house.put("Patient", "dan", "dan", "{'active':true,'gender':'male','birthDate':'1970-01-01'}");
        var job = begun(
                new Extent.AllPatients(),
                "_type=Patient&_type=Observation&_elements=Patient.gender&_typeFilter=Patient%3Fgender%3Dmale");
        assertThat(types(manifest(access, job))).containsExactly("Observation", "Patient");
        var patients = fetched(job, "Patient");
        assertThat(names(patients)).containsExactly("dan");
        assertThat(patients.getFirst().path("gender").asText()).isEqualTo("male");
        assertThat(patients.getFirst().has("birthDate")).isFalse();
        assertThat(fetched(job, "Observation").getFirst().has("code")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_typeFilter=Patient%3Fgender%3Dmale&_typeFilter=Patient%3Fbirthdate%3Dlt1980",
                "_typeFilter=Patient%3Fgender%3Dmale,Patient%3Fbirthdate%3Dlt1980"
            })
    void of_several_filters_of_a_type_one_must_be_met_and_who_meets_two_comes_once(String filters) {
        house.put("Patient", "dan", "dan", "{'gender':'male','birthDate':'1970-01-01'}");
        house.put("Patient", "eli", "eli", "{'gender':'male','birthDate':'1990-01-01'}");
        house.put("Patient", "fay", "fay", "{'gender':'female','birthDate':'1975-01-01'}");
        var job = begun(new Extent.AllPatients(), "_type=Patient&" + filters);
        assertThat(names(fetched(job, "Patient"))).containsExactly("dan", "eli", "fay");
        assertThat(types(manifest(access, job))).containsExactly("Patient");
    }

    @Test
    void only_the_records_of_those_come_who_are_named_in_the_body() {
        house.put("Patient", "dan", "dan", "{'gender':'male'}");
        var all = posted(new Extent.AllPatients(), "patient=Patient/dan,Patient/ann");
        assertThat(names(fetched(all, "Patient"))).containsExactly("ann", "dan");
        assertThat(names(fetched(all, "Observation"))).containsExactly("pulse-ann");
        var members = posted(new Extent.OfGroup("club"), "patient=Patient/dan&patient=bea");
        assertThat(names(fetched(members, "Patient"))).containsExactly("bea");
        var strangers = posted(new Extent.OfGroup("club"), "patient=Patient/dan");
        assertThat(types(manifest(access, strangers))).isEmpty();
    }

    @Test
    void of_each_resource_comes_the_version_of_now() {
        house.put("Patient", "ann", "ann", "{'active':false}");
        var job = begun(new Extent.AllPatients(), "_type=Patient&_typeFilter=Patient%3F_id%3Dann");
        assertThat(fetched(job, "Patient"))
                .singleElement()
                .satisfies(ann -> assertThat(ann.path("active").asBoolean()).isFalse());
    }

    @Test
    void patients_are_named_only_where_they_mean_something() {
        for (var order : List.of(
                new Order(BASE, new Extent.Everything(), "", "patient=Patient/ann", false),
                new Order(BASE, new Extent.AllPatients(), "", "patient=Group/club", false),
                new Order(BASE, new Extent.AllPatients(), "", "x=1", false))) {
            assertThat(exports.begin(access, order))
                    .isInstanceOfSatisfying(
                            Outcome.Failure.class, f -> assertThat(f.fault()).isInstanceOf(Fault.Invalid.class));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_outputFormat=csv",
                "_type=Nonsense",
                "_since=yesterday",
                "_typeFilter=Patient",
                "_typeFilter=Patient%3Fnonsense%3D1",
                "_typeFilter=Patient%3F_include%3DPatient:organization",
                "_elements=Patient.name.family",
                "patient=Patient/ann",
                "_type=Patient&_typeFilter=Observation%3Fcode%3D1",
                "includeAssociatedData=LatestProvenanceResources",
                "%zz"
            })
    void what_is_not_understood_is_refused_at_the_beginning(String query) {
        assertThat(begin(access, new Extent.AllPatients(), query))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class, f -> assertThat(f.fault()).isInstanceOf(Fault.Invalid.class));
    }

    @ParameterizedTest
    @CsvSource({"application/fhir%2Bndjson", "application/fhir+ndjson", "application/ndjson", "ndjson"})
    void the_format_has_three_names(String format) {
        assertThat(begin(access, new Extent.Everything(), "_outputFormat=" + format))
                .isInstanceOf(Outcome.Success.class);
    }

    @Test
    void what_is_not_known_is_left_out_when_the_client_is_lenient() {
        assertThat(exports.begin(access, new Order(BASE, new Extent.Everything(), "x=1", "", true)))
                .isInstanceOf(Outcome.Success.class);
        assertThat(begin(access, new Extent.Everything(), "x=1")).isInstanceOf(Outcome.Failure.class);
    }

    private String posted(Extent extent, String parameters) {
        return exports.begin(access, new Order(BASE, extent, "", parameters, false))
                .orElseThrow()
                .id();
    }
}
