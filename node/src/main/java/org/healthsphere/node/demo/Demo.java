package org.healthsphere.node.demo;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.healthsphere.consent.fabric.FabricNetwork;
import org.healthsphere.node.Environment;
import org.healthsphere.node.demo.feeds.Feeds;
import org.healthsphere.specs.Role;

/** The whole story, step by step, on a network that is founded for it. */
public final class Demo implements AutoCloseable {
    private final DemoNetwork network;
    private final Feeds feeds;
    private final SecureRandom random;
    private final Consumer<String> progress;
    private final DemoLogins logins;
    private final DemoPapers papers;
    private final long began;

    private Demo(DemoNetwork network, Feeds feeds, Consumer<String> progress, Environment environment, long began) {
        this.network = network;
        this.feeds = feeds;
        this.progress = progress;
        this.random = environment.random();
        this.logins = new DemoLogins(network, environment.random());
        this.papers = new DemoPapers(network);
        this.began = began;
    }

    /**
     * Founds the network and starts its processes.
     *
     * @param folder empty or not there
     * @param patients what Synthea wrote
     * @param fabric what a Fabric network is made of; without it the ledger is the embedded one
     * @param progress is told of every step
     */
    public static Demo begin(
            Path folder,
            Path patients,
            Environment environment,
            Optional<FabricNetwork.Machinery> fabric,
            Consumer<String> progress) {
        var began = System.nanoTime();
        progress.accept("reading synthetic patients and splitting their histories over three hospitals");
        var feeds = Feeding.read(patients);
        var kind = fabric.isPresent() ? "Fabric network of four orderers and three peers" : "embedded ledger";
        progress.accept("founding the network: authority, " + kind + ", three members");
        var network = DemoNetwork.found(folder, environment, fabric);
        try {
            progress.accept("starting three nodes");
            network.startNodes();
            return new Demo(network, feeds, progress, environment, began);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    public DemoReport tell() {
        progress.accept("feeding: HL7 v2 over MLLP, FHIR bundles, C-CDA documents");
        var feeding = new Feeding(network);
        feeding.send(feeds);
        var messages = feeding.report();
        var patients = new Patients(network, feeds);
        progress.accept("a patient makes passkeys, and signs consents with them at Riverside and Lakeside");
        var pens = new Pens(network, random);
        var care = new CareStory(network, patients, pens);
        care.consent();
        progress.accept("a clinician at Northfield asks the network");
        var query = care.ask();
        progress.accept("the patient revokes at Riverside");
        var revocation = care.revoke();
        var research = new ResearchStory(network, patients, pens);
        progress.accept("patients let studies count them");
        progress.accept(
                research.consent(feeds.charts()) + " consents to research are on the ledger; a researcher asks");
        var released = research.ask();
        var resources = resources();
        var logProofs = care.logProofs();
        var denied = cutOff(care);
        progress.accept("verifying receipts, ledger, audit logs and certificate offline");
        var verified = new Proofs(network).verify(care.receipts(), logProofs.values(), research.certificate());
        papers.keep(care.receipts(), logProofs);
        papers.keep(research.certificate(), care.summary());
        network.startLedgerAgain();
        logins.open(care::idAt);
        return new DemoReport(
                network.hospitals().size(),
                feeds.patients(),
                feeds.shared(),
                resources,
                messages,
                query,
                revocation,
                denied,
                released,
                verified,
                Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0);
    }

    private boolean cutOff(CareStory care) {
        progress.accept("the ledger is cut off: every node must deny");
        network.stopLedger();
        return care.isDeniedWithoutLedger();
    }

    /** Resources that the hospitals' nodes hold, of the kinds that make a record. */
    private long resources() {
        var sum = 0L;
        for (var member : network.hospitals()) {
            var client = network.client(member.hospital());
            var token = network.token(member.hospital(), Role.SYSTEM, "demo");
            for (var type : new String[] {
                "Patient",
                "Encounter",
                "Condition",
                "Observation",
                "DiagnosticReport",
                "MedicationRequest",
                "AllergyIntolerance",
                "Immunization",
                "Procedure",
                "DocumentReference"
            }) {
                sum += client.get("/fhir/" + type + "?_summary=count", token)
                        .orFail("counting " + type)
                        .json()
                        .path("total")
                        .asLong();
            }
        }
        return sum;
    }

    /** How to check what happened, in words. */
    public String proofs() {
        return papers.words();
    }

    /** Where to go, and as whom, in words. */
    public String waysIn() {
        return logins.words();
    }

    @Override
    public void close() {
        network.close();
    }
}
