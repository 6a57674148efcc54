package org.healthsphere.node.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.network.TestNetwork;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.House;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A clinician at north looks for somebody at another hospital; south answers, east is away. */
class CareDirectoryTest {
    private static final NodeId EAST = new NodeId("east");
    private static final String SPECIALTY =
            "'specialty':[{'coding':[{'system':'http://snomed.info/sct','code':'%s'}]}]";

    private final House north = new House();
    private final House south = new House();
    private final Map<NodeId, Bytes> asked = new HashMap<>();
    private Optional<Bytes> lie = Optional.empty();
    private CareDirectory directory;

    @BeforeEach
    void three_members(@TempDir Path folder) {
        var network = new TestNetwork(folder);
        var self = network.hospital("north");
        var _ = network.hospital("south");
        var _ = network.hospital("east");
        self.follow();
        directory = new CareDirectory(
                House.NORTH,
                new Listings(House.NORTH, north.gate, () -> "n-1"),
                new CareDirectory.Line(self.members, this::carried),
                "https://north.example/directory");
        works(north, "d1", "Norden", "r1", "394579002", "true");
        works(south, "d2", "Suederin", "r2", "394579002", "true");
        works(south, "d3", "Suedlich", "r3", "394585009", "true");
        works(south, "d4", "Fortgang", "r4", "394579002", "false");
        put(south, "Practitioner", "d5", "'name':[{'family':'Mentioned'}]");
        put(
                south,
                "HealthcareService",
                "h1",
                "'active':true,'name':'Heart clinic','type':[{'coding':[{'system':'http://snomed.info/sct','code':'408467006'}]}],"
                        + "'providedBy':{'reference':'Organization/ward-3'},'telecom':[{'system':'phone','value':'555-0100'}]");
    }

    @AfterEach
    void close() {
        north.close();
        south.close();
    }

    private Map<NodeId, Bytes> carried(Map<NodeId, Bytes> questions) {
        asked.putAll(questions);
        var answers = new HashMap<NodeId, Bytes>();
        Optional.ofNullable(questions.get(House.SOUTH)).ifPresent(question -> {
            var answer = new Listings(House.SOUTH, south.gate, () -> "s-1").answer(House.NORTH, question);
            answers.put(House.SOUTH, lie.orElseGet(answer::orElseThrow));
        });
        return answers;
    }

    private static void put(House house, String type, String id, String members) {
        house.put(
                type,
                id,
                Optional.empty(),
                "{'resourceType':'%s','id':'%s',%s}"
                        .formatted(type, id, members)
                        .replace('\'', '"'));
    }

    private static void works(House house, String person, String family, String role, String specialty, String active) {
        put(
                house,
                "Practitioner",
                person,
                "'name':[{'family':'" + family + "'}],'gender':'female','birthDate':'1970-01-01',"
                        + "'address':[{'city':'Hometown'}],'telecom':[{'system':'phone','use':'home','value':'555-0199'},"
                        + "{'system':'phone','use':'work','value':'555-0101'}]");
        put(
                house,
                "PractitionerRole",
                role,
                "'active':" + active + ",'practitioner':{'reference':'Practitioner/" + person + "'},"
                        + "'organization':{'reference':'Organization/ward-3'},'location':[{'reference':'Location/l1','display':'Room 7'}],"
                        + SPECIALTY.formatted(specialty));
    }

    private Access clinician() {
        return north.access(House.NORTH, "clinician-1", Role.CLINICIAN, PurposeOfUse.HOPERAT);
    }

    private Outcome<ObjectNode> search(String type, String query) {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        for (var pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                parameters.add(Map.entry(pair.split("=", 2)[0], pair.split("=", 2)[1]));
            }
        }
        return directory.search(clinician(), type, parameters);
    }

    private static List<String> found(JsonNode bundle) {
        return Json.elements(bundle.path("entry"))
                .map(entry -> entry.at("/search/mode").asText().equals("outcome")
                        ? entry.at("/resource/issue/0/diagnostics").asText()
                        : entry.path("fullUrl").asText().replace("https://north.example/directory/", ""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "PractitionerRole; specialty=394579002; PractitionerRole/north.r1, PractitionerRole/south.r2, east did not answer",
                "PractitionerRole; specialty=http://snomed.info/sct|394585009&active=true; PractitionerRole/south.r3, east did not answer",
                "PractitionerRole; practitioner.family=sued&organization=Organization/south; PractitionerRole/south.r2, PractitionerRole/south.r3",
                "PractitionerRole; practitioner=Practitioner/south.d3&_format=json; PractitionerRole/south.r3",
                "PractitionerRole; _id=south.r2,north.r1&_include=PractitionerRole:practitioner; PractitionerRole/north.r1, PractitionerRole/south.r2, Practitioner/north.d1, Practitioner/south.d2",
                "PractitionerRole; _id=south.r3&_include=PractitionerRole:organization&_include=PractitionerRole:endpoint; PractitionerRole/south.r3, Organization/south, Endpoint/south",
                "Practitioner; name=Suederin; Practitioner/south.d2, east did not answer",
                "Practitioner; name=Mentioned; east did not answer",
                "Practitioner; name=Fortgang; east did not answer",
                "HealthcareService; service-type=408467006; HealthcareService/south.h1, east did not answer",
                "HealthcareService; name=heart&organization=north,south; HealthcareService/south.h1"
            })
    void who_works_and_what_is_offered_is_found_at_all_members_and_who_did_not_answer_is_named(
            String type, String query, String expected) {
        assertThat(found(search(type, query).orElseThrow())).containsExactlyInAnyOrder(expected.split(", ", -1));
    }

    @Test
    void what_is_shown_is_what_they_are_at_work() {
        assertThat(directory.read(clinician(), "Practitioner", "south.d2").orElseThrow())
                .isEqualTo(
                        json(
                                "{'resourceType':'Practitioner','id':'south.d2','meta':{'profile':['https://profiles.ihe.net/ITI/mCSD/StructureDefinition/IHE.mCSD.Practitioner']},"
                                        + "'name':[{'family':'Suederin'}],'telecom':[{'system':'phone','use':'work','value':'555-0101'}]}"));
        assertThat(directory.read(clinician(), "PractitionerRole", "south.r2").orElseThrow())
                .isEqualTo(
                        json(
                                "{'resourceType':'PractitionerRole','id':'south.r2','meta':{'profile':['https://profiles.ihe.net/ITI/mCSD/StructureDefinition/IHE.mCSD.PractitionerRole']},"
                                        + "'active':true,'practitioner':{'reference':'Practitioner/south.d2'},"
                                        + SPECIALTY.formatted("394579002") + ",'location':[{'display':'Room 7'}],"
                                        + "'organization':{'reference':'Organization/south'},'endpoint':[{'reference':'Endpoint/south'}]}"));
    }

    @Test
    void a_name_that_nobody_has_is_not_found_and_one_of_who_is_away_is_not_known_now() {
        assertThat(directory.read(clinician(), "Practitioner", "south.d9"))
                .isEqualTo(Outcome.failed(new Fault.NotFound("Practitioner/south.d9")));
        assertThat(directory.read(clinician(), "Practitioner", "nobody"))
                .isEqualTo(Outcome.failed(new Fault.NotFound("Practitioner/nobody")));
        assertThat(directory.read(clinician(), "Practitioner", "east.d1"))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("the member that lists it")));
    }

    @Test
    void only_those_are_asked_whom_it_is_about() {
        var _ = search("PractitionerRole", "_id=south.r2").orElseThrow();
        assertThat(asked.keySet()).containsExactly(House.SOUTH);
        assertThat(Json.tree(Optional.ofNullable(asked.get(House.SOUTH)).orElseThrow()))
                .isEqualTo(json("{'v':1,'type':'PractitionerRole','criteria':{'_id':['r2']}}"));
        asked.clear();
        var _ = search("Practitioner", "name=Suederin").orElseThrow();
        assertThat(asked.keySet()).containsExactlyInAnyOrder(House.SOUTH, EAST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gender=female",
                "active=false",
                "_include=PractitionerRole:location",
                "specialty=",
                "_count=3",
                "specialty=1&specialty=2",
                "specialty=1,2,3,4,5,6,7,8,9,10,11"
            })
    void what_is_not_understood_is_refused_and_nobody_is_asked(String query) {
        assertThat(search("PractitionerRole", query))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        refused -> assertThat(refused.fault()).isInstanceOf(Fault.Invalid.class));
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'total':1,'entries':[{'resourceType':'PractitionerRole','id':'north.r9','organization':{'reference':'Organization/north'}}]}",
                "{'total':1,'entries':[{'resourceType':'PractitionerRole','id':'south.r9','organization':{'reference':'Organization/north'}}]}",
                "{'total':1,'entries':[{'resourceType':'Patient','id':'south.p1'}]}",
                "{'total':1,'entries':['x']}"
            })
    void a_member_speaks_for_itself_alone(String answer) {
        lie = Optional.of(Bytes.utf8(answer.replace('\'', '"')));
        assertThat(found(search("PractitionerRole", "specialty=394579002&organization=south")
                        .orElseThrow()))
                .containsExactly("south answered what cannot be trusted");
    }

    @Test
    void who_lists_more_than_it_tells_is_named() {
        for (var number = 0; number < 201; number++) {
            works(south, "m" + number, "Manyova", "x" + number, "394802001", "true");
        }
        var bundle = search("PractitionerRole", "specialty=394802001&organization=south")
                .orElseThrow();
        assertThat(bundle.path("total").asInt()).isEqualTo(201);
        assertThat(found(bundle)).hasSize(201).contains("south lists 201, of which 200 are here: ask for less");
    }

    @Test
    void a_question_that_is_none_is_refused_and_who_asked_is_in_the_log() {
        var listings = new Listings(House.SOUTH, south.gate, () -> "s-1");
        for (var broken : List.of(
                "",
                "{}",
                "{'v':2,'type':'PractitionerRole','criteria':{}}",
                "{'v':1,'type':'Patient','criteria':{}}",
                "{'v':1,'type':'PractitionerRole','criteria':{'patient':['1']}}")) {
            assertThat(listings.answer(House.NORTH, Bytes.utf8(broken.replace('\'', '"'))))
                    .as(broken)
                    .isInstanceOf(Outcome.Failure.class);
        }
        var _ = search("PractitionerRole", "specialty=394579002").orElseThrow();
        assertThat(south.audit.newest(10)).anySatisfy(entry -> {
            assertThat(entry.event().code()).isEqualTo(AuditCode.RECORD_SEARCHED);
            assertThat(entry.event().requester().member()).isEqualTo(House.NORTH);
        });
    }
}
