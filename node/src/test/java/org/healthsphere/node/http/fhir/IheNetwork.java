package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.healthsphere.node.portal.TwoHospitals;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.node.release.House;
import org.healthsphere.specs.Role;

/** Two whole nodes with a patient who is known to both, and documents of his at each. */
record IheNetwork(TwoHospitals network, Hospital north, Hospital south) implements AutoCloseable {
    private static final String PERSON =
            "{'resourceType':'Patient','id':'%s','birthDate':'1961-07-09','gender':'female',"
                    + "'name':[{'family':'Testova','given':['Annabella']}],"
                    + "'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName',"
                    + "'valueString':'Samplova'}],"
                    + "'address':[{'line':['1 Sample Street'],'city':'Sampletown','postalCode':'01101'}],"
                    + "'telecom':[{'system':'phone','value':'555-0100200'}],"
                    + "'identifier':[{'system':'urn:oid:1.2.36.1','value':'%s-1'},{'system':'urn:oid:1.2.36.2','value':'N7'}]}";

    IheNetwork(Path folder) throws Exception {
        this(new TwoHospitals(folder));
    }

    private IheNetwork(TwoHospitals network) throws Exception {
        this(network, network.north, network.south);
        north.put("Patient/p1", PERSON.formatted("p1", "north"));
        south.put("Patient/s1", PERSON.formatted("s1", "south"));
        var letter = Base64.getEncoder().encodeToString("A letter".getBytes(StandardCharsets.UTF_8));
        south.put(
                "Binary/b1",
                "{'resourceType':'Binary','id':'b1','contentType':'text/plain','data':'" + letter
                        + "','securityContext':{'reference':'Patient/s1'}}");
        south.put("DocumentReference/d1", document("d1", "s1", "'url':'Binary/b1'"));
        south.put("DocumentReference/d2", document("d2", "s1", "'data':'" + letter + "'"));
        var consent = House.consent("{'type':'permit'}");
        var signed = south.send(south.token("s1", Role.PATIENT), "POST", "/api/v1/consents", consent.toString());
        assertThat(signed.statusCode()).as(signed.body()).isEqualTo(201);
        north.put("DocumentReference/d3", document("d3", "p1", "'data':'" + letter + "'"));
    }

    private static String document(String id, String patient, String content) {
        return "{'resourceType':'DocumentReference','id':'" + id + "','status':'current','date':'2026-01-0"
                + id.charAt(1) + "T10:00:00Z','type':{'coding':[{'system':'http://loinc.org','code':'18842-5'}]},"
                + "'author':[{'reference':'Practitioner/x','display':'Dr Sample'}],"
                + "'subject':{'reference':'Patient/" + patient + "'},"
                + "'content':[{'attachment':{'contentType':'text/plain'," + content + "}}]}";
    }

    /** A place, a person, what he does and what is offered, at each of them. */
    void services() throws Exception {
        services(north);
        services(south);
    }

    private static void services(Hospital hospital) throws Exception {
        hospital.put("Organization/o1", "{'resourceType':'Organization','id':'o1','name':'Ward','active':true}");
        hospital.put(
                "Location/l1",
                "{'resourceType':'Location','id':'l1','status':'active','name':'Room 7','managingOrganization':{'reference':'Organization/o1'},"
                        + "'type':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-RoleCode','code':'HOSP'}]}]}");
        hospital.put("Practitioner/d1", "{'resourceType':'Practitioner','id':'d1','name':[{'family':'Doctor'}]}");
        hospital.put(
                "PractitionerRole/r1",
                "{'resourceType':'PractitionerRole','id':'r1','active':true,'practitioner':{'reference':'Practitioner/d1'},"
                        + "'organization':{'reference':'Organization/o1'},'location':[{'reference':'Location/l1'}],"
                        + "'code':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/practitioner-role','code':'doctor'}]}],"
                        + "'specialty':[{'coding':[{'system':'http://snomed.info/sct','code':'394579002'}]}]}");
        hospital.put(
                "HealthcareService/h1",
                "{'resourceType':'HealthcareService','id':'h1','active':true,'name':'Heart clinic',"
                        + "'type':[{'coding':[{'system':'http://snomed.info/sct','code':'408467006'}]}]}");
    }

    /** What one of them answers to somebody in this role. */
    HttpResponse<String> get(Role role, String path, String... headers) throws Exception {
        var url = path.startsWith("https") ? path : north.url() + path;
        var request = HttpRequest.newBuilder(URI.create(url.replace("|", "%7C")))
                .header("Authorization", "Bearer " + north.token("dr-1", role));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return north.http().send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        network.close();
    }
}
