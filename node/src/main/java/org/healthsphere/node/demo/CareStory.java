package org.healthsphere.node.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.healthsphere.node.demo.DemoReport.Query;
import org.healthsphere.node.demo.DemoReport.Revocation;
import org.healthsphere.node.demo.DemoReport.Site;
import org.healthsphere.node.demo.feeds.Hospital;
import org.healthsphere.node.ingest.SensitivityLabels;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Role;

/** A patient says yes, a clinician asks, the patient says no. */
final class CareStory {
    private static final Duration LONGEST_SETTLING = Duration.ofMinutes(2);
    private static final Set<String> UNSETTLED = Set.of("stale", "unreachable");
    private static final Duration LONGEST_DENIAL = Duration.ofSeconds(30);
    private static final Duration LONGEST_SIGNING = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int UNAVAILABLE = 503;
    private static final Coding MENTAL_HEALTH = new Coding(SensitivityLabels.SYSTEM, "PSY");

    private final DemoNetwork network;
    private final Pens pens;
    private final Map<Hospital, String> ids = new EnumMap<>(Hospital.class);
    private String consentAtRiver = "";
    private String consentAtLake = "";
    private String correlation = "";
    private final List<Bytes> receipts = new ArrayList<>();
    private Bytes summary = Bytes.NONE;

    CareStory(DemoNetwork network, Patients patients, Pens pens) {
        this.network = network;
        this.pens = pens;
        var person = patients.knownEverywhere();
        for (var hospital : Hospital.values()) {
            ids.put(hospital, patients.at(hospital, person));
        }
    }

    /** The id of the story's patient at this hospital. */
    String idAt(Hospital hospital) {
        return Objects.requireNonNull(ids.get(hospital));
    }

    /** At Riverside everything, at Lakeside everything but mental health. */
    void consent() {
        consentAtRiver = grant(Hospital.RIVER, Optional.empty());
        consentAtLake = grant(Hospital.LAKE, Optional.of(MENTAL_HEALTH));
    }

    private String grant(Hospital hospital, Optional<Coding> except) {
        var patient = idAt(hospital);
        return pens.of(hospital, patient).sign(ConsentPapers.treatment(patient, except));
    }

    /** The clinician at Northfield opens the patient. */
    Query ask() {
        var record = settled();
        record.path("receipts").forEach(receipt -> receipts.add(Bytes.utf8(receipt.asText())));
        correlation = correlation(receipts.getFirst());
        summary = network.client(Hospital.NORTH)
                .post(
                        "/api/v1/patients/" + idAt(Hospital.NORTH) + "/network-summary",
                        clinician(),
                        "application/json",
                        Bytes.NONE)
                .orFail("the International Patient Summary")
                .body();
        var sites = new ArrayList<Site>();
        record.path("members")
                .forEach(member -> sites.add(new Site(
                        member.path("member").asText(),
                        member.path("status").asText(),
                        member.path("resources").asInt(),
                        member.path("ms").asLong())));
        return new Query(sites, record.path("items").size(), receipts.size());
    }

    /** The request that a receipt is about: the same at every hospital. */
    private static String correlation(Bytes receipt) {
        var payload = Bytes.base64url(receipt.utf8().split("\\.", -1)[1]);
        return new DemoClient.Answer(UNAVAILABLE, payload)
                .json()
                .path("correlation")
                .asText();
    }

    /** Hospitals that were just fed make their patients' tokens with each other first, and say until then that they cannot tell. */
    private JsonNode settled() {
        var end = System.nanoTime() + LONGEST_SETTLING.toNanos();
        var record = open();
        while (isUnsettled(record) && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
            record = open();
        }
        return record;
    }

    private static boolean isUnsettled(JsonNode record) {
        for (var member : record.path("members")) {
            if (UNSETTLED.contains(member.path("status").asText())) {
                return true;
            }
        }
        return false;
    }

    private JsonNode open() {
        return network.client(Hospital.NORTH)
                .post(
                        "/api/v1/patients/" + idAt(Hospital.NORTH) + "/network-record",
                        clinician(),
                        "application/json",
                        Bytes.NONE)
                .orFail("the network's record")
                .json();
    }

    private String clinician() {
        return network.token(Hospital.NORTH, Role.CLINICIAN, "clinician");
    }

    /** How the members answer now. */
    private String status(Hospital hospital) {
        var id = network.at(hospital).id().value();
        for (var member : open().path("members")) {
            if (member.path("member").asText().equals(id)) {
                return member.path("status").asText();
            }
        }
        return "missing";
    }

    /** The patient takes the consent at Riverside back. */
    Revocation revoke() {
        var patient = idAt(Hospital.RIVER);
        var before = System.nanoTime();
        pens.of(Hospital.RIVER, patient).end(consentAtRiver);
        var onLedger = System.nanoTime();
        while (!status(Hospital.RIVER).equals("nothing-to-release")) {
            if (System.nanoTime() - before > LONGEST_DENIAL.toNanos()) {
                throw new IllegalStateException("a revoked consent still permits");
            }
        }
        return new Revocation(
                Duration.ofNanos(onLedger - before).toMillis(),
                Duration.ofNanos(System.nanoTime() - before).toMillis());
    }

    /** Whether every member denies, and says why, once it has not heard from the ledger for longer than it may. */
    boolean isDeniedWithoutLedger() {
        var start = System.nanoTime();
        while (System.nanoTime() - start < LONGEST_DENIAL.toNanos()) {
            var record = network.client(Hospital.NORTH)
                    .post(
                            "/api/v1/patients/" + idAt(Hospital.NORTH) + "/network-record",
                            clinician(),
                            "application/json",
                            Bytes.NONE);
            if (record.status() == UNAVAILABLE) {
                return true;
            }
        }
        return false;
    }

    /**
     * Proofs that logs have what is the patient's: Lakeside's receipt, and the consent there. Members sign every few seconds, so it
     * is waited for.
     */
    Map<String, Bytes> logProofs() {
        var lake = network.client(Hospital.LAKE);
        var token = network.token(Hospital.LAKE, Role.PATIENT, idAt(Hospital.LAKE));
        var proofs = new TreeMap<String, Bytes>();
        proofs.put("receipt", awaited(lake, "/api/v1/receipts/" + correlation + "/log-proof", token));
        proofs.put("consent", awaited(lake, "/api/v1/consents/" + consentAtLake + "/log-proof", token));
        return proofs;
    }

    private static Bytes awaited(DemoClient client, String path, String token) {
        var end = System.nanoTime() + LONGEST_SIGNING.toNanos();
        var answer = client.get(path, token);
        while (answer.status() == UNAVAILABLE && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
            answer = client.get(path, token);
        }
        return answer.orFail("the proof of a log").body();
    }

    List<Bytes> receipts() {
        return List.copyOf(receipts);
    }

    Bytes summary() {
        return summary;
    }
}
