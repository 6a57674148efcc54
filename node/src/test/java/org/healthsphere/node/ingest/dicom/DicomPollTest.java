package org.healthsphere.node.ingest.dicom;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.NotedDown;
import org.healthsphere.node.ingest.bundle.StrictParse;
import org.healthsphere.node.ingest.remote.Remote;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive of images over real HTTP, which may be broken or gone. */
class DicomPollTest {
    private static final String STUDY = """
        {"00080020":{"vr":"DA","Value":["20260102"]},"00080030":{"vr":"TM","Value":["083015.000"]},
         "00080050":{"vr":"SH","Value":["A77"]},"00080061":{"vr":"CS","Value":["CT","SR"]},
         "00080090":{"vr":"PN","Value":[{"Alphabetic":"Muster^Doris"}]},"00081030":{"vr":"LO","Value":["CT thorax"]},
         "00100010":{"vr":"PN","Value":[{"Alphabetic":"Muster^Maria^Anna^Dr"}]},"00100020":{"vr":"LO","Value":["7"]},
         "00100021":{"vr":"LO","Value":["NORTH"]},"00100030":{"vr":"DA","Value":["19700302"]},"00100040":{"vr":"CS","Value":["F"]},
         "0020000D":{"vr":"UI","Value":["1.2.3"]},"00201206":{"vr":"IS","Value":[2]},"00201208":{"vr":"IS","Value":[%d]}}\
        """;
    private static final String SERIES = """
        [{"0020000E":{"vr":"UI","Value":["1.2.3.1"]},"00080060":{"vr":"CS","Value":["CT"]},"00200011":{"vr":"IS","Value":[1]},
          "0008103E":{"vr":"LO","Value":["axial"]},"00201209":{"vr":"IS","Value":[120]},"00180015":{"vr":"CS","Value":["CHEST"]}},
         {"0020000E":{"vr":"UI","Value":["1.2.3.2"]},"00080060":{"vr":"CS","Value":["SR"]}},
         {"0020000E":{"vr":"UI","Value":["1.2.3.3"]}}]\
        """;

    private final WireMockServer archive =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private final NotedDown notes = new NotedDown();

    @TempDir
    Path folder;

    private Kit kit;
    private DicomPoll poll;

    @BeforeEach
    void start() throws IOException {
        archive.start();
        kit = new Kit(folder.resolve("quarantine"), new DicomFeed(Map.of()));
        poll = poll();
        series("1.2.3", SERIES);
    }

    @AfterEach
    void stop() {
        archive.stop();
    }

    private DicomPoll poll() throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), "Basic abc\n");
        var place =
                new Remote.Place(URI.create("http://127.0.0.1:" + archive.port() + "/dicom-web"), Optional.of(secret));
        var wanted = new ImageArchive(place, LocalDate.of(2020, 1, 1), 7, Duration.ofMinutes(5));
        return new DicomPoll(
                "north", wanted, new Remote(HttpClient.newHttpClient(), place), kit.ingest, notes, Kit.CLOCK);
    }

    private void studies(String... studies) {
        archive.stubFor(get(urlPathEqualTo("/dicom-web/studies"))
                .withQueryParam("offset", equalTo("0"))
                .willReturn(okForContentType("application/dicom+json", "[" + String.join(",", studies) + "]")));
    }

    private void series(String study, String series) {
        archive.stubFor(get(urlPathEqualTo("/dicom-web/studies/" + study + "/series"))
                .willReturn(okForContentType("application/dicom+json", series)));
    }

    @Test
    void a_study_with_its_series_is_an_imaging_study_of_its_patient() {
        studies(STUDY.formatted(120));

        assertThat(poll.poll()).isEqualTo(Outcome.of(1L));
        assertThat(kit.the("ImagingStudy")).isEqualTo(json("""
            {'identifier': [{'system': 'urn:dicom:uid', 'value': 'urn:oid:1.2.3'},
              {'type': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v2-0203', 'code': 'ACSN'}]},
               'system': 'https://healthsphere.org/sid/north/accession', 'value': 'A77'}],
             'status': 'available', 'modality': [
              {'system': 'http://dicom.nema.org/resources/ontology/DCM', 'code': 'CT'},
              {'system': 'http://dicom.nema.org/resources/ontology/DCM', 'code': 'SR'}],
             'subject': {'reference': 'Patient/*'}, 'started': '2026-01-02T08:30:15.000-05:00', 'referrer': {'display': 'Muster Doris'},
             'numberOfSeries': 2, 'numberOfInstances': 120, 'description': 'CT thorax', 'series': [
              {'uid': '1.2.3.1', 'number': 1, 'modality': {'system': 'http://dicom.nema.org/resources/ontology/DCM', 'code': 'CT'},
               'description': 'axial', 'numberOfInstances': 120, 'bodySite': {'display': 'CHEST'}},
              {'uid': '1.2.3.2', 'modality': {'system': 'http://dicom.nema.org/resources/ontology/DCM', 'code': 'SR'}}]}\
            """));
        assertThat(kit.the("Patient").path("name"))
                .isEqualTo(json("{'n': [{'given': ['Maria', 'Anna'], 'prefix': ['Dr'], 'family': 'Muster'}]}")
                        .path("n"));
        assertThat(kit.the("Patient").at("/identifier/0/system").asText()).isEqualTo("https://north.example/mrn");
        var check = new StrictParse();
        assertThat(kit.current("ImagingStudy"))
                .allSatisfy(study -> assertThat(check.problems(study.json())).isEmpty());
        archive.verify(getRequestedFor(urlPathMatching(".*")).withHeader("Authorization", equalTo("Basic abc")));
    }

    @Test
    void what_is_as_it_was_is_asked_nothing_more_and_what_has_grown_is_told_anew() {
        studies(STUDY.formatted(120));
        assertThat(poll.poll()).isEqualTo(Outcome.of(1L));
        assertThat(poll.poll()).isEqualTo(Outcome.of(0L));
        archive.verify(1, getRequestedFor(urlPathEqualTo("/dicom-web/studies/1.2.3/series")));

        studies(STUDY.formatted(121));
        assertThat(poll.poll()).isEqualTo(Outcome.of(1L));
        assertThat(kit.the("ImagingStudy").path("numberOfInstances").asInt()).isEqualTo(121);
    }

    @Test
    void after_a_restart_it_goes_on_some_days_before_the_newest_study() throws IOException {
        studies(
                STUDY.formatted(120),
                STUDY.formatted(1).replace("20260102", "20990101").replace("1.2.3", "1.2.4"));
        series("1.2.4", "[]");
        assertThat(poll.poll()).isEqualTo(Outcome.of(2L));
        assertThat(poll().poll()).isEqualTo(Outcome.of(0L));

        archive.verify(
                1,
                getRequestedFor(urlPathEqualTo("/dicom-web/studies"))
                        .withQueryParam("StudyDate", equalTo("20200101-")));
        archive.verify(
                1,
                getRequestedFor(urlPathEqualTo("/dicom-web/studies"))
                        .withQueryParam("StudyDate", equalTo("20251226-")));
    }

    @Test
    void an_archive_that_breaks_loses_nothing() {
        archive.stubFor(get(urlPathMatching(".*")).willReturn(aResponse().withStatus(503)));
        assertThat(poll.poll()).isEqualTo(Outcome.failed(new Fault.Unavailable("the archive, status 503")));
        archive.stubFor(get(urlPathMatching(".*")).willReturn(aResponse().withBody("<html>")));
        assertThat(poll.poll()).isInstanceOf(Outcome.Failure.class);
        archive.stubFor(get(urlPathMatching(".*"))
                .willReturn(aResponse().withStatus(302).withHeader("Location", "/elsewhere")));
        assertThat(poll.poll()).isInstanceOf(Outcome.Failure.class);
        assertThat(notes.notes()).isEmpty();

        archive.resetMappings();
        series("1.2.3", SERIES);
        studies(STUDY.formatted(120));
        assertThat(poll.poll()).isEqualTo(Outcome.of(1L));
    }

    @Test
    void pages_are_asked_for_until_one_is_not_full() {
        var page = new StringBuilder();
        for (var i = 0; i < 100; i++) {
            page.append(i == 0 ? "" : ",").append(STUDY.formatted(1).replace("1.2.3", "9." + i));
            series("9." + i, "[]");
        }
        studies(page.toString());
        archive.stubFor(get(urlPathEqualTo("/dicom-web/studies"))
                .withQueryParam("offset", equalTo("100"))
                .willReturn(aResponse().withStatus(204)));

        assertThat(poll.poll()).isEqualTo(Outcome.of(100L));
        assertThat(kit.all("ImagingStudy")).hasSize(100);
        archive.verify(
                2, getRequestedFor(urlPathEqualTo("/dicom-web/studies")).withQueryParam("limit", matching("100")));
    }

    @Test
    void a_study_of_nobody_waits_and_keeps_no_other() {
        studies(
                STUDY.formatted(1).replace("\"00100020\"", "\"00100022\"").replace("1.2.3", "1.2.5"),
                STUDY.formatted(120),
                "{}");
        series("1.2.5", "[]");

        assertThat(poll.poll()).isEqualTo(Outcome.of(3L));
        assertThat(kit.all("ImagingStudy")).hasSize(1);
        assertThat(kit.ingest.quarantined().stream().map(entry -> entry.reason()))
                .containsExactlyInAnyOrder(
                        "PatientID: an identifier that tells the patient is missing", "StudyInstanceUID: is missing");
    }

    @Test
    void a_hospital_changes_a_rule_by_a_file_of_its_own() {
        var own = json(
                "{'change': {'study': {'rules': [{'value': 'registered', 'to': 'status'}], 'drop': ['description']}}}");
        var feed = new DicomFeed(Map.of("own.json", Bytes.utf8(own.toString())));
        kit = new Kit(folder.resolve("other"), feed);
        var message = DicomFeed.message(json(STUDY.formatted(1).replace('"', '\'')), List.of());

        kit.stored("dicom", message.utf8());
        assertThat(kit.the("ImagingStudy").path("status").asText()).isEqualTo("registered");
        assertThat(kit.the("ImagingStudy").has("description")).isFalse();
    }
}
