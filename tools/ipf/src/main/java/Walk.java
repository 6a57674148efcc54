import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.gclient.ICriterion;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.io.FileInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.http.impl.client.HttpClients;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.openehealth.ipf.commons.ihe.fhir.ClientRequestFactory;
import org.openehealth.ipf.commons.ihe.fhir.iti66.Iti66ClientRequestFactory;
import org.openehealth.ipf.commons.ihe.fhir.iti67.Iti67ClientRequestFactory;
import org.openehealth.ipf.commons.ihe.fhir.iti78.Iti78QueryResourceClientRequestFactory;
import org.openehealth.ipf.commons.ihe.fhir.iti83.Iti83ClientRequestFactory;
import org.openehealth.ipf.commons.ihe.fhir.mhd.MhdValidator;

/**
 * IPF asks a node by IHE's profiles: the requests are built by its own request factories, and what comes back is read by its own FHIR model.
 *
 * <p>Arguments: the node's address without a path, the id and the family name of a patient. The token is in {@code HIE_TOKEN}, the
 * authority's certificate in the file that {@code HIE_AUTHORITY} names. What came is told line by line.
 */
final class Walk {
    private final FhirContext fhir = FhirContext.forR4();
    private final MhdValidator mhd = new MhdValidator(fhir);
    private final String node;
    private final SSLContext tls;

    private Walk(String node, SSLContext tls) {
        this.node = node;
        this.tls = tls;
        fhir.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        fhir.getRestfulClientFactory()
                .setHttpClient(HttpClients.custom().setSSLContext(tls).build());
    }

    public static void main(String[] arguments) throws Exception {
        new Walk(arguments[0], trusting(System.getenv("HIE_AUTHORITY"))).walk(arguments[1], arguments[2]);
    }

    private static SSLContext trusting(String pem) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var file = new FileInputStream(pem)) {
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private IGenericClient client(String path) {
        var client = fhir.newRestfulGenericClient(node + path);
        client.registerInterceptor(new BearerTokenAuthInterceptor(System.getenv("HIE_TOKEN")));
        return client;
    }

    private void walk(String patient, String family) throws Exception {
        var person = pdqm(family);
        told("ITI-78", person.getIdElement().getIdPart());
        told("ITI-119", pdqmMatch(family));
        told("ITI-83", pixm(person.getIdentifierFirstRep()));
        told("ITI-66", String.valueOf(lists(patient).stream()
                .map(list -> list.getEntry().size())
                .collect(Collectors.toList())));
        var documents = documents(patient);
        told("ITI-67", documents.stream()
                .map(document -> document.getContentFirstRep().getAttachment().getContentType())
                .sorted()
                .collect(Collectors.joining(",")));
        told("ITI-68", documents.stream()
                .map(document -> document.getContentFirstRep().getAttachment())
                .filter(attachment -> attachment.getContentType().equals("text/plain"))
                .map(attachment -> fetched(attachment.getUrl()))
                .collect(Collectors.joining(",")));
    }

    private static void told(String transaction, String what) {
        System.out.println(transaction + " " + what);
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static <T> T asked(ClientRequestFactory factory, IGenericClient client, Object query) {
        return (T) factory.getClientExecutable(client, query, Map.of()).execute();
    }

    private Patient pdqm(String family) {
        ICriterion<?>[] query = {Patient.FAMILY.matches().value(family)};
        Bundle found = asked(new Iti78QueryResourceClientRequestFactory(), client("/fhir"), query);
        return only(found, Patient.class).getFirst();
    }

    /** Of this version of IPF no request factory makes this one; it is asked with the FHIR client that IPF's factories use. */
    private String pdqmMatch(String family) {
        var wanted = new Patient();
        wanted.addName().setFamily(family).addGiven("Ilsabella");
        wanted.setGender(AdministrativeGender.FEMALE).setBirthDateElement(new DateType("1961-07-09"));
        wanted.addAddress().addLine("1 Sample Street").setCity("Sampletown").setPostalCode("01101");
        var query = new Parameters();
        query.addParameter().setName("resource").setResource(wanted);
        query.addParameter("onlyCertainMatches", false);
        query.addParameter("count", new IntegerType(3));
        var found = client("/fhir")
                .operation()
                .onType(Patient.class)
                .named("$match")
                .withParameters(query)
                .returnResourceType(Bundle.class)
                .execute();
        var match = found.getEntryFirstRep();
        var grade = match.getSearch().getExtensionByUrl("http://hl7.org/fhir/StructureDefinition/match-grade");
        return match.getResource().getIdElement().getIdPart() + " " + grade.getValue().primitiveValue();
    }

    /** By IPF's own validator of MHD, and the profiles that it brings. */
    private <T> T valid(T answer) {
        try {
            mhd.validateResponse(answer, Map.of());
            return answer;
        } catch (BaseServerResponseException invalid) {
            throw new IllegalStateException(
                    fhir.newJsonParser().encodeResourceToString(invalid.getOperationOutcome()), invalid);
        }
    }

    private String pixm(Identifier known) {
        var query = new Parameters();
        query.addParameter(
                "sourceIdentifier", new StringType(known.getSystem() + "|" + known.getValue()));
        Parameters found = asked(new Iti83ClientRequestFactory(), client("/fhir"), query);
        return found.getParameter().stream()
                .filter(parameter -> parameter.getName().equals("targetIdentifier"))
                .map(parameter -> ((Identifier) parameter.getValue()).getValue())
                .sorted()
                .collect(Collectors.joining(","));
    }

    private List<ListResource> lists(String patient) {
        // Its factory knows lists by their earlier name, DocumentManifest; a query that is written out it sends as it is.
        var query = "List?patient=Patient/" + patient + "&status=current&code=submissionset";
        Bundle found = asked(new Iti66ClientRequestFactory(), client("/mhd"), query);
        return only(valid(found), ListResource.class);
    }

    private List<DocumentReference> documents(String patient) {
        ICriterion<?>[] query = {
            DocumentReference.PATIENT.hasId("Patient/" + patient),
            DocumentReference.STATUS.exactly().code("current")
        };
        Bundle found = asked(new Iti67ClientRequestFactory(), client("/mhd"), query);
        return only(valid(found), DocumentReference.class);
    }

    /** Retrieve Document is a plain GET of what the list said. */
    private String fetched(String url) {
        try (var http = HttpClient.newBuilder().sslContext(tls).build()) {
            var request = HttpRequest.newBuilder(URI.create(url))
                    .header("Authorization", "Bearer " + System.getenv("HIE_TOKEN"))
                    .build();
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (Exception e) {
            throw new IllegalStateException("the document could not be fetched", e);
        }
    }

    private static <T extends Resource> List<T> only(Bundle bundle, Class<T> type) {
        return bundle.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
