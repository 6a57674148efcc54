package org.healthsphere.node.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.Receipt;
import org.healthsphere.node.ingest.Replays;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.StoreSink;
import org.healthsphere.node.ingest.Workbench;
import org.healthsphere.node.ingest.bundle.BundleFeed;
import org.healthsphere.node.ingest.bundle.StrictParse;
import org.healthsphere.node.ingest.cda.CdaFeed;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What patients bring: for their own record, marked as theirs, and nothing that harms. */
class UploadsTest {
    private static final Source BROUGHT =
            new Source(Uploads.SOURCE, ZoneOffset.UTC, Map.of("2.999.1", "https://north.example/mrn"), Map.of(), Map.of());

    private static final String CCDA = """
            <ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
            <id root="2.999.9" extension="D1"/><code code="34133-9" codeSystem="2.16.840.1.113883.6.1"/>
            <title>A summary</title><effectiveTime value="20240102030405-0500"/>
            <recordTarget><patientRole><id root="2.999.1" extension="7"/><patient>
              <name><given>Ann</given><family>Sample</family></name><birthTime value="19610709"/>
            </patient></patientRole></recordTarget>
            <component><structuredBody><component><section><code code="11450-4" codeSystem="2.16.840.1.113883.6.1"/>
            <text>Asthma</text><entry><act classCode="ACT" moodCode="EVN"><statusCode code="active"/>
            <entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN">
            <templateId root="2.16.840.1.113883.10.20.22.4.4"/><id root="2.999.5" extension="P1"/>
            <statusCode code="completed"/><effectiveTime><low value="20200101"/></effectiveTime>
            <value xsi:type="CD" code="195967001" codeSystem="2.16.840.1.113883.6.96" displayName="Asthma"/>
            </observation></entryRelationship></act></entry></section></component></structuredBody></component>
            </ClinicalDocument>""";

    private static final String IPS = """
            {'resourceType':'Bundle','type':'document','identifier':{'system':'urn:ietf:rfc:3986','value':'urn:uuid:1'},
             'timestamp':'2026-01-01T00:00:00Z','entry':[
             {'fullUrl':'urn:uuid:c','resource':{'resourceType':'Composition','status':'final','date':'2026-01-01',
               'type':{'text':'Summary'},'title':'Summary','author':[{'reference':'urn:uuid:o'}],'subject':{'reference':'urn:uuid:p'}}},
             {'fullUrl':'urn:uuid:p','resource':{'resourceType':'Patient','name':[{'text':'Ann Sample'}],'birthDate':'1961-07-09'}},
             {'fullUrl':'urn:uuid:o','resource':{'resourceType':'Organization','name':'Elsewhere'}},
             {'fullUrl':'urn:uuid:a','resource':{'resourceType':'AllergyIntolerance','code':{'text':'Penicillin'},
               'patient':{'reference':'urn:uuid:p'}}}]}""".replace('\'', '"');

    @TempDir
    Path folder;

    private Kit kit;
    private LuceneResourceIndex index;
    private Workbench workbench;
    private Uploads uploads;

    @BeforeEach
    void start() {
        var cda = new CdaFeed();
        var feed = new UploadFeed(cda, new BundleFeed(new StrictParse()));
        kit = new Kit(folder.resolve("quarantine"), BROUGHT, feed, cda);
        index = LuceneResourceIndex.open(kit.store, SearchParameters.r4(), folder.resolve("index"));
        workbench = new Workbench(
                kit.ingest,
                new StoreSink(kit.store),
                new Replays(kit.ingest, kit.store, index, kit.originals, Kit.CLOCK),
                (_, _) -> Outcome.failed(new Fault.NotFound("file")),
                _ -> List.of());
        uploads = new Uploads(kit.ingest, workbench, feed, List.of(BROUGHT));
        patient("ann");
        patient("ben");
    }

    @AfterEach
    void stop() {
        index.close();
    }

    private void patient(String id) {
        var json = "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"birthDate\":\"1961-07-09\"}";
        var put = new Commit.Write.Put(
                new ResourceId("Patient", id), OptionalLong.of(0), Optional.of(id), Bytes.utf8(json));
        assertThat(new StoreSink(kit.store).store(new Commit(List.of(put), List.of())))
                .isEqualTo(Outcome.of(1));
    }

    private Receipt take(String patient, String document) {
        return uploads.take(patient, Bytes.utf8(document)).orElseThrow();
    }

    private List<StoredResource> of(String type, String patient) {
        return kit.current(type).stream()
                .filter(one -> one.patient().equals(Optional.of(patient)))
                .toList();
    }

    private static JsonNode tree(StoredResource resource) {
        return Json.tree(resource.json());
    }

    @Test
    void an_offer_shows_what_a_document_would_add_and_keeps_nothing() {
        var before = kit.store.lastChange();
        var offer = uploads.offer("ann", Bytes.utf8(CCDA)).orElseThrow();
        assertThat(offer.person().at("/name/0/family").asText()).isEqualTo("Sample");
        assertThat(offer.person().path("birthDate").asText()).isEqualTo("1961-07-09");
        assertThat(offer.resources().keySet().stream().map(ResourceId::type))
                .containsExactlyInAnyOrder("Condition", "Binary", "DocumentReference", "Composition");
        assertThat(kit.store.lastChange()).isEqualTo(before);
        assertThat(kit.quarantine.list()).isEmpty();
    }

    @Test
    void what_is_taken_is_the_patients_own_word_in_his_own_record() {
        assertThat(take("ann", CCDA)).isInstanceOf(Receipt.Stored.class);
        var condition = tree(of("Condition", "ann").getFirst());
        assertThat(condition.at("/subject/reference").asText()).isEqualTo("Patient/ann");
        assertThat(condition.at("/meta/tag/0"))
                .isEqualTo(Kit.json("{'system':'http://terminology.hl7.org/CodeSystem/v3-ObservationValue','code':'PATAST',"
                        + "'display':'patient asserted'}"));
        var provenance = tree(of("Provenance", "ann").getFirst());
        assertThat(provenance.at("/agent/0"))
                .isEqualTo(Kit.json("{'type':{'coding':[{'system':"
                        + "'http://terminology.hl7.org/CodeSystem/provenance-participant-type','code':'informant'}]},"
                        + "'who':{'reference':'Patient/ann'}}"));
        assertThat(provenance.at("/agent/1/who/identifier/value").asText()).isEqualTo(Uploads.SOURCE);
        assertThat(kit.current("Patient")).extracting(StoredResource::version).containsExactly(1L, 1L);
    }

    @Test
    void a_summary_in_fhir_is_taken_with_all_that_it_refers_to() {
        assertThat(take("ben", IPS)).isInstanceOf(Receipt.Stored.class);
        var allergy = tree(of("AllergyIntolerance", "ben").getFirst());
        assertThat(allergy.at("/patient/reference").asText()).isEqualTo("Patient/ben");
        assertThat(allergy.at("/meta/tag/0/code").asText()).isEqualTo("PATAST");
        assertThat(tree(of("Composition", "ben").getFirst())
                        .at("/author/0/reference")
                        .asText())
                .isEqualTo(of("Organization", "ben").getFirst().id().toString());
    }

    @Test
    void it_is_for_who_brings_it_whomever_its_numbers_mean_here() {
        kit.stored("ccda", CCDA);
        var theirs = kit.current("Condition");
        assertThat(take("ann", CCDA)).isInstanceOf(Receipt.Stored.class);
        assertThat(take("ben", CCDA)).isInstanceOf(Receipt.Stored.class);
        assertThat(kit.current("Condition")).hasSize(3).containsAll(theirs);
        assertThat(of("Condition", "ann").getFirst().id())
                .isNotEqualTo(of("Condition", "ben").getFirst().id());
        assertThat(kit.current("Patient")).allMatch(patient -> patient.version() == 1);
    }

    @Test
    void what_comes_again_is_taken_once() {
        assertThat(take("ann", IPS)).isInstanceOf(Receipt.Stored.class);
        assertThat(take("ann", IPS)).isInstanceOf(Receipt.Repeated.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><ClinicalDocument xmlns='urn:hl7-org:v3'>&b;</ClinicalDocument>#DOCTYPE",
                "<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;'>]><ClinicalDocument xmlns='urn:hl7-org:v3'>&c;</ClinicalDocument>#DOCTYPE",
                "<ClinicalDocument xmlns='urn:hl7-org:v3'>&b;</ClinicalDocument>#XML",
                "<ClinicalDocument xmlns='urn:hl7-org:v3'>#not well-formed",
                "<html/>#root element",
                "%PDF-1.7#neither XML nor JSON",
                "{'resourceType':'Patient'}#a Bundle is expected",
                "{'resourceType':'Bundle','type':'document','entry':[]}#one Patient is expected",
                "{#a Bundle is expected"
            })
    void what_harms_or_is_none_is_refused_and_says_why(String document, String reason) {
        var raw = Bytes.utf8(document.startsWith("{") ? document.replace('\'', '"') : document);
        assertThat(uploads.offer("ann", raw))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.fault())
                                .isInstanceOf(Fault.Invalid.class)
                                .asString()
                                .contains(reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "{'resourceType':'Consent'}#Consent",
                "{'resourceType':'AuditEvent'}#AuditEvent",
                "{'resourceType':'Condition','subject':{'reference':'http://elsewhere.example/Patient/ben'}}#Condition",
                "{'resourceType':'Condition','subject':{'reference':'Patient?identifier=a|b'}}#Condition",
                "{'resourceType':'Condition','subject':{'reference':'Patient/ben'}}#Condition"
            })
    void what_is_about_others_or_no_part_of_a_record_is_refused_whole(String resource, String type) {
        var lenient = new UploadFeed(new CdaFeed(), new BundleFeed(_ -> List.of()));
        var other = new Kit(folder.resolve("other"), BROUGHT, lenient);
        var bundle = "{'resourceType':'Bundle','type':'collection','entry':[{'fullUrl':'urn:uuid:p','resource':"
                + "{'resourceType':'Patient'}},{'fullUrl':'urn:uuid:x','resource':" + resource + "}]}";
        var upload = UploadedDocument.of("ann", Bytes.utf8(bundle.replace('\'', '"')))
                .orElseThrow();
        var put = new Commit.Write.Put(
                new ResourceId("Patient", "ann"), OptionalLong.of(0), Optional.of("ann"), Bytes.utf8("{}"));
        assertThat(new StoreSink(other.store).store(new Commit(List.of(put), List.of())))
                .isEqualTo(Outcome.of(1));
        assertThat(other.ingest.take(UploadFeed.KIND, Uploads.SOURCE, upload.message()))
                .isInstanceOfSatisfying(
                        Receipt.Quarantined.class,
                        aside -> assertThat(aside.reason())
                                .isInstanceOf(Fault.Unprocessable.class)
                                .asString()
                                .contains(type));
        assertThat(other.current(type)).isEmpty();
    }

    @Test
    void what_is_too_large_is_not_even_read() {
        var large = Bytes.of(new byte[UploadedDocument.MOST_BYTES + 1]);
        assertThat(uploads.offer("ann", large))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.fault()).isInstanceOf(Fault.TooCostly.class));
    }

    @Test
    void what_cannot_be_taken_waits_like_every_message_and_is_taken_when_it_can() {
        var upload = UploadedDocument.of("cleo", Bytes.utf8(IPS)).orElseThrow();
        var aside = (Receipt.Quarantined) kit.ingest.take(UploadFeed.KIND, Uploads.SOURCE, upload.message());
        assertThat(kit.quarantine.list())
                .singleElement()
                .satisfies(entry -> assertThat(entry.source()).isEqualTo(Uploads.SOURCE));
        patient("cleo");
        assertThat(kit.ingest.replay(aside.entry()).orElseThrow()).isInstanceOf(Receipt.Stored.class);
        assertThat(of("AllergyIntolerance", "cleo")).hasSize(1);
        assertThat(kit.quarantine.list()).isEmpty();
    }

    @Test
    void a_message_that_names_nobody_is_none() {
        assertThat(kit.take(UploadFeed.KIND, CCDA)).isInstanceOf(Receipt.Quarantined.class);
        assertThat(kit.take(UploadFeed.KIND, "healthsphere-upload 1 Patient/../ann\n" + CCDA))
                .isInstanceOf(Receipt.Quarantined.class);
    }

    @Test
    void a_hospital_that_takes_none_says_so() {
        var feed = new UploadFeed(new CdaFeed(), new BundleFeed(new StrictParse()));
        var closed = new Uploads(kit.ingest, workbench, feed, List.of(Kit.source()));
        assertThat(closed.isOpen()).isFalse();
        assertThat(closed.take("ann", Bytes.utf8(CCDA)))
                .isEqualTo(Outcome.failed(new Fault.NotFound("a place for documents of patients in this hospital")));
    }
}
