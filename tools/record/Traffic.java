import java.io.FileInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Everyday traffic for a node that was started with {@code --dev}, while the JVM keeps a record of it: made-up patients come in as
 * transactions, and are read, searched, counted and changed over HTTPS. What the record knows of it, later nodes need not learn.
 *
 * <p>Run as {@code java Traffic.java READY SECONDS}, where READY is the file with the line that the node printed when it was ready.
 * Anything that is not answered with 2xx ends it with an exception.
 */
final class Traffic {
    private static final int CLIENTS = 4;
    private static final int PATIENTS = 24;
    private static final int ENCOUNTERS = 12;
    private static final List<String> CODES = List.of("8302-2", "29463-7", "4548-4", "8480-6");
    private static final Pattern PATIENT = Pattern.compile("Patient/([A-Za-z0-9.-]+)/_history");

    private final String base;
    private final String token;
    private final HttpClient http;

    private Traffic(String ready) throws IOException, GeneralSecurityException {
        base = field(ready, "fhir");
        token = field(ready, "token");
        http = HttpClient.newBuilder().sslContext(trusting(ready)).build();
    }

    private static String field(String json, String name) {
        var found = Pattern.compile('"' + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        if (!found.find()) {
            throw new IllegalArgumentException("the node's line has no " + name);
        }
        return found.group(1).replace("\\/", "/");
    }

    private static SSLContext trusting(String ready) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = new FileInputStream(field(ready, "truststore"))) {
            store.load(in, field(ready, "truststorePassword").toCharArray());
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    public static void main(String[] args) throws Exception {
        var ready = Files.readAllLines(Path.of(args[0])).stream()
                .filter(line -> line.startsWith("{"))
                .findFirst()
                .orElseThrow();
        var traffic = new Traffic(ready);
        var patients = traffic.newcomers();
        var end = System.nanoTime() + Long.parseLong(args[1]) * 1_000_000_000L;
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            var work = new ArrayList<java.util.concurrent.Future<Integer>>();
            for (var n = 0; n < CLIENTS; n++) {
                var random = new Random(n);
                work.add(clients.submit(() -> traffic.goOn(random, patients, end)));
            }
            for (var one : work) {
                one.get();
            }
        }
    }

    private List<String> newcomers() throws IOException, InterruptedException {
        var patients = new ArrayList<String>();
        for (var n = 0; n < PATIENTS; n++) {
            var answer = send("POST", "", "application/fhir+json", record(n, new Random(n)));
            var found = PATIENT.matcher(answer);
            while (found.find()) {
                patients.add(found.group(1));
            }
        }
        return List.copyOf(patients);
    }

    private int goOn(Random random, List<String> patients, long end) throws IOException, InterruptedException {
        var rounds = 0;
        while (System.nanoTime() < end) {
            var patient = patients.get(random.nextInt(patients.size()));
            reads(patient);
            searches(patient, CODES.get(random.nextInt(CODES.size())));
            writes(patient, random);
            rounds++;
        }
        return rounds;
    }

    private void reads(String patient) throws IOException, InterruptedException {
        for (var n = 0; n < 8; n++) {
            get("/Patient/" + patient);
        }
        get("/Patient/" + patient + "/_history");
        get("/Patient/" + patient + "/_history/1");
        get("/Patient/" + patient + "?_format=xml");
        get("/Patient/" + patient + "/$everything?_count=200");
        get("/metadata?_summary=true");
    }

    private void searches(String patient, String code) throws IOException, InterruptedException {
        var loinc = encoded("http://loinc.org|" + code);
        get("/Observation?_count=20&patient=" + patient + "&code=" + loinc);
        get("/Observation?category=vital-signs&date=ge2015-01-01&_sort=-date&_count=10&patient=" + patient);
        get("/Observation?code=" + loinc + "&value-quantity=gt100&_count=10");
        get("/Observation?_summary=count&code=" + loinc);
        get("/Condition?clinical-status=active&_count=10&patient=" + patient);
        get("/Condition?_summary=count&patient.gender=female");
        get("/Encounter?_count=5&_include=Encounter:subject&date=lt2012-06-01");
        get("/Patient?family=Sam&birthdate=lt1980-01-01&_count=10");
        get("/Patient?_has:Observation:patient:code=" + loinc + "&_count=5");
        send("POST", "/Patient/_search", "application/x-www-form-urlencoded", "name=sample&_revinclude=Encounter:subject&_count=3");
    }

    private void writes(String patient, Random random) throws IOException, InterruptedException {
        var answer = send("POST", "/Observation", "application/fhir+json", observation("Patient/" + patient, random));
        get("/Observation?_id=" + field(answer, "id"));
        send("PATCH", "/Patient/" + patient, "application/json-patch+json",
                "[{\"op\":\"add\",\"path\":\"/multipleBirthBoolean\",\"value\":" + random.nextBoolean() + "}]");
        if (random.nextInt(8) == 0) {
            send("POST", "", "application/fhir+json", record(1_000 + random.nextInt(1_000_000), random));
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private void get(String path) throws IOException, InterruptedException {
        answered(path, HttpRequest.newBuilder(URI.create(base + path)).GET());
    }

    private String send(String method, String path, String type, String body) throws IOException, InterruptedException {
        return answered(
                path,
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", type)
                        .method(method, BodyPublishers.ofString(body)));
    }

    private String answered(String path, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                request.header("Authorization", "Bearer " + token)
                        .header("Accept", "*/*")
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(path + " was answered with " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    private static String record(int number, Random random) {
        var patient = "urn:uuid:" + new UUID(1, number);
        var entries = new ArrayList<String>();
        entries.add(entry(patient, "Patient", """
                {"resourceType":"Patient","identifier":[{"system":"urn:made-up","value":"%d"}],"active":true,
                "name":[{"use":"official","family":"Sample%d","given":["Example","N%d"]}],"gender":"%s","birthDate":"19%d-0%d-1%d",
                "telecom":[{"system":"phone","value":"555-01%d"}],
                "address":[{"line":["%d Example Street"],"city":"Sampletown","postalCode":"0%d","country":"US"}]}"""
                .formatted(
                        number, number, number, random.nextBoolean() ? "female" : "male", 30 + random.nextInt(69),
                        1 + random.nextInt(9), random.nextInt(9), 10 + random.nextInt(89), number, 1000 + random.nextInt(8999))));
        for (var n = 0; n < ENCOUNTERS; n++) {
            entries.addAll(visit(patient, "urn:uuid:" + new UUID(number + 2, n), random));
        }
        return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
                + entries.stream().collect(Collectors.joining(",")) + "]}";
    }

    private static List<String> visit(String patient, String encounter, Random random) {
        var entries = new ArrayList<String>();
        var day = "20" + (10 + random.nextInt(15)) + "-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(9);
        entries.add(entry(encounter, "Encounter", """
                {"resourceType":"Encounter","status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode",
                "code":"AMB"},"subject":{"reference":"%s"},"period":{"start":"%sT10:00:00Z","end":"%sT10:30:00Z"}}"""
                .formatted(patient, day, day)));
        for (var n = 0; n < 4; n++) {
            entries.add(entry("urn:uuid:" + new UUID(random.nextLong(), n), "Observation", observation(patient, random)));
        }
        entries.add(entry("urn:uuid:" + new UUID(random.nextLong(), 9), "Condition", """
                {"resourceType":"Condition","clinicalStatus":{"coding":[{"system":
                "http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"code":{"text":"An example"},
                "subject":{"reference":"%s"},"encounter":{"reference":"%s"},"onsetDateTime":"%s"}"""
                .formatted(patient, encounter, day)));
        return entries;
    }

    private static String observation(String patient, Random random) {
        return """
                {"resourceType":"Observation","status":"final","category":[{"coding":[{"system":
                "http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],
                "code":{"coding":[{"system":"http://loinc.org","code":"%s"}],"text":"An example"},"subject":{"reference":"%s"},
                "effectiveDateTime":"20%d-0%d-1%dT08:00:00Z","valueQuantity":{"value":%d.%d,"unit":"cm",
                "system":"http://unitsofmeasure.org","code":"cm"}}"""
                .formatted(
                        CODES.get(random.nextInt(CODES.size())), patient, 10 + random.nextInt(15), 1 + random.nextInt(9),
                        random.nextInt(9), 50 + random.nextInt(150), random.nextInt(10));
    }

    private static String entry(String url, String type, String resource) {
        return "{\"fullUrl\":\"" + url + "\",\"resource\":" + resource + ",\"request\":{\"method\":\"POST\",\"url\":\"" + type + "\"}}";
    }
}
