package org.healthsphere.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.healthsphere.consent.Decision;
import org.healthsphere.consent.Hidden;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.consent.NetworkPolicy;
import org.healthsphere.consent.Receipt;
import org.healthsphere.consent.Receipts;
import org.healthsphere.consent.transparency.Checkpoint;
import org.healthsphere.consent.transparency.ReceiptBatch;
import org.healthsphere.consent.transparency.ReceiptLog;
import org.healthsphere.consent.transparency.SignedCheckpoint;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.FileAuditLog;
import org.healthsphere.node.release.Identities;
import org.healthsphere.node.research.ConsentRoll;
import org.healthsphere.node.research.RollNames;
import org.healthsphere.node.research.RollProof;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that check offline what a node gave out. */
class VerifyCommandsTest {
    private static final Instant NOW = Instant.parse("2026-03-03T10:15:00Z");

    @TempDir
    private Path folder;

    private static Ended run(Object... arguments) {
        return Ended.of(arguments);
    }

    @Test
    void an_audit_log_holds_or_does_not() throws IOException {
        var file = folder.resolve("audit.log");
        var operator = new Requester(new NodeId("north"), "operator", Role.OPERATOR);
        String head;
        try (var log = FileAuditLog.open(file, new NodeId("north"), () -> NOW).orElseThrow()) {
            for (var i = 0; i < 3; i++) {
                var _ = log.append(AuditEvent.of(AuditCode.NODE_STARTED, operator, PurposeOfUse.HOPERAT, "r" + i))
                        .orElseThrow();
            }
            head = log.head().sequence() + ":" + log.head().hash().hex();
        }
        assertThat(run("audit", "verify", file).out()).startsWith("The audit log holds: 3 entries, head ");
        assertThat(run("audit", "verify", file, "--anchor", head).code()).isZero();
        var other = "2:" + Sha256.of("another").hex();
        assertThat(run("audit", "verify", file, "--anchor", other).code()).isEqualTo(1);
        for (var odd : List.of(
                "17",
                "x:y",
                "3:abc",
                ":",
                "99999999999999999999:" + Sha256.of("x").hex())) {
            var ended = run("audit", "verify", file, "--anchor", odd);
            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.err()).contains("--anchor is COUNT:HASH");
        }
        Files.writeString(file, Files.readString(file).replace("r1", "r9"));
        assertThat(run("audit", "verify", file).code()).isEqualTo(1);
    }

    @Test
    void a_receipt_holds_or_does_not() throws Exception {
        var certificate = pem(Identities.of("north"));
        var receipt = receipt().utf8();
        var file = Files.writeString(folder.resolve("receipt.jws"), receipt + "\n");
        assertThat(run("receipt", "verify", file, "--certificate", certificate))
                .isEqualTo(new Ended(
                        0,
                        "The receipt holds. north released data to a clinician of south, by your directive consent-1,"
                                + " purpose TREAT, on 2026-03-03T10:15:00Z\n",
                        ""));
        Files.writeString(file, receipt.substring(0, receipt.length() - 4) + "AAAA");
        assertThat(run("receipt", "verify", file, "--certificate", certificate))
                .isEqualTo(new Ended(1, "", "not a receipt signed with this key\n"));
        assertThat(run("receipt", "verify", file, "--certificate", file).err())
                .isEqualTo("hie: " + file + " is not a certificate in PEM\n");
    }

    @Test
    void the_proof_of_a_log_holds_or_does_not() throws Exception {
        var log = new ReceiptLog("healthsphere", Identities.of("north").id());
        var receipt = receipt();
        log.add(ReceiptLog.hash(Bytes.utf8("another")));
        log.add(ReceiptLog.hash(receipt));
        var checkpoint = log.checkpoint(new LedgerHead(4, Sha256.of("block"), NOW), NOW);
        var proof = log.proof(receipt, signed(checkpoint)).orElseThrow();
        var file =
                Files.writeString(folder.resolve("proof.json"), proof.encoded().utf8() + "\n");
        certificates("north", "south");
        var holds =
                "The proof holds. The log healthsphere/north/receipts has it at place 1 of 2, signed for by north, south on"
                        + " 2026-03-03T10:15:00Z. north released data to a clinician of south, by your directive consent-1,"
                        + " purpose TREAT, on 2026-03-03T10:15:00Z\n";
        assertThat(run("receipt", "verify", file, "--certificates", folder)).isEqualTo(new Ended(0, holds, ""));
        assertThat(run("receipt", "verify", file, "--certificates", folder, "--signatures", "3"))
                .isEqualTo(new Ended(1, "", "signed by 2 members, not by 3\n"));
        assertThat(run("receipt", "verify", file, "--certificates", folder, "--signatures", "0")
                        .code())
                .isEqualTo(1);
        assertThat(run("receipt", "verify", file, "--certificate", pem(Identities.of("north"))))
                .matches(ended -> ended.code() == 2 && ended.err().contains("a proof of a log needs --certificates"));
        Files.delete(folder.resolve("south.pem"));
        assertThat(run("receipt", "verify", file, "--certificates", folder).code())
                .as("a signature of whom nobody knows")
                .isEqualTo(1);
        Files.writeString(file, proof.encoded().utf8().replace("\"index\":1", "\"index\":0"));
        certificates("south");
        assertThat(run("receipt", "verify", file, "--certificates", folder).code())
                .isEqualTo(1);
        Files.writeString(file, "{}");
        assertThat(run("receipt", "verify", file, "--certificates", folder))
                .isEqualTo(new Ended(1, "", "not a proof of a log\n"));
    }

    @Test
    void a_leaf_that_is_not_what_its_log_holds_does_not_hold() throws Exception {
        var log = new ReceiptLog("healthsphere", Identities.of("north").id());
        var odd = Bytes.utf8("signed by nobody");
        log.add(ReceiptLog.hash(odd));
        var checkpoint = log.checkpoint(new LedgerHead(4, Sha256.of("block"), NOW), NOW);
        var file = Files.writeString(
                folder.resolve("proof.json"),
                log.proof(odd, signed(checkpoint)).orElseThrow().encoded().utf8());
        certificates("north", "south");
        assertThat(run("receipt", "verify", file, "--certificates", folder))
                .isEqualTo(new Ended(1, "", "not a receipt signed with this key\n"));
    }

    private static SignedCheckpoint signed(Checkpoint checkpoint) {
        var north = Identities.of("north");
        var south = Identities.of("south");
        return SignedCheckpoint.by(north.id(), checkpoint, north)
                .with(SignedCheckpoint.by(south.id(), checkpoint, south))
                .orElseThrow();
    }

    private void certificates(String... members) throws Exception {
        for (var member : members) {
            Files.copy(
                    pem(Identities.of(member)), folder.resolve(member + ".pem"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Bytes receipt() {
        var north = Identities.of("north");
        var issue = new Receipt.Issue("id", north.id(), NetworkPolicy.standard().version(), NOW);
        var request = new Receipt.Request(
                new Requester(new NodeId("south"), "doctor-7", Role.CLINICIAN), PurposeOfUse.TREAT, "r1");
        var decision = new Decision.Permitted(Optional.of("consent-1"), 7, Hidden.nothing());
        return Receipts.sign(Receipt.of(issue, request, decision, Sha256.of("released")), north);
    }

    @Test
    void one_of_several_receipts_under_one_seal_holds_or_does_not_and_a_log_has_the_seal() throws Exception {
        var north = Identities.of("north");
        var one = Receipts.verify(receipt(), north.verificationKey()).orElseThrow();
        var several = List.of(one, one, one);
        var seal = ReceiptBatch.seal(north.id(), several, NOW, north);
        var paper = ReceiptBatch.paper(seal, several, 1).utf8();
        var file = Files.writeString(folder.resolve("receipt.jws"), paper + "\n");
        assertThat(run("receipt", "verify", file, "--certificate", pem(north)))
                .isEqualTo(new Ended(0, "The receipt holds. " + one.sentence() + "\n", ""));
        Files.writeString(file, paper.replaceFirst("~1~", "~2~"));
        assertThat(run("receipt", "verify", file, "--certificate", pem(north)))
                .isEqualTo(new Ended(1, "", "not a receipt signed with this key\n"));
        var log = new ReceiptLog("healthsphere", north.id());
        log.add(ReceiptLog.hash(seal));
        var checkpoint = log.checkpoint(new LedgerHead(4, Sha256.of("block"), NOW), NOW);
        var proof = log.proof(seal, signed(checkpoint)).orElseThrow();
        Files.writeString(file, proof.encoded().utf8());
        certificates("north", "south");
        assertThat(run("receipt", "verify", file, "--certificates", folder).out())
                .endsWith("north sealed 3 receipts on 2026-03-03T10:15:00Z\n");
    }

    @Test
    void what_is_no_certificate_of_a_release_does_not_hold() throws Exception {
        var file = Files.writeString(folder.resolve("release.json"), "{}");
        var ended = run("release", "verify", file, "--certificates", folder);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).isNotBlank().doesNotContain("Exception");
    }

    private static final RollNames NAMES = new RollNames(Bytes.utf8("chance"));
    private static final Sha256 PLAN = Sha256.of("a plan");

    private static ConsentRoll roll(String... patients) {
        return ConsentRoll.of(Arrays.stream(patients)
                .map(patient ->
                        new RollProof.Entry(RollNames.name(NAMES.keyOf(patient), PLAN), Sha256.of("nothing hidden")))
                .toList());
    }

    /** A release of two hospitals, in the form in which nodes write it. */
    private static JsonNode release() {
        var paper = JsonNodeFactory.instance
                .objectNode()
                .put("type", "study-release")
                .put("study", "a-study")
                .put("plan", PLAN.hex())
                .put("run", Sha256.of("a run").hex())
                .put("coordinator", "north")
                .put("quorum", 2)
                .put("time", NOW.toString());
        paper.putObject("analysis").put("name", "how-many");
        paper.putObject("protection").put("name", "discrete-gaussian");
        var counted = paper.putArray("counted");
        counted.addObject()
                .put("member", "north")
                .putObject("frame")
                .put("consents", roll("p1", "p2", "p3").root().hex());
        counted.addObject()
                .put("member", "south")
                .putObject("frame")
                .put("consents", roll("p9").root().hex());
        paper.putArray("absent").addObject().put("member", "east").put("ground", "silent");
        var document = JsonNodeFactory.instance.objectNode();
        var signatures = document.putArray("signatures");
        for (var member : List.of("north", "south")) {
            var signature = Identities.of(member).sign(CanonicalJson.of(paper));
            signatures
                    .addObject()
                    .put("by", member)
                    .put("signature", Bytes.of(signature).base64url());
        }
        return document.set("certificate", paper);
    }

    private Path written(JsonNode json) throws IOException {
        return Files.write(folder.resolve("release.json"), CanonicalJson.of(json));
    }

    @Test
    void the_release_of_a_study_holds_as_it_was_signed_and_not_otherwise() throws Exception {
        certificates("north", "south");
        var file = written(release());
        assertThat(run("release", "verify", file, "--certificates", folder))
                .isEqualTo(new Ended(
                        0,
                        "The certificate holds: how-many of the study a-study (discrete-gaussian), 2 members were counted, 2 signed. Not counted: east (silent).\n",
                        ""));
        var bent = Files.readString(file).replace("\"quorum\":2", "\"quorum\":1");
        Files.writeString(file, bent);
        assertThat(run("release", "verify", file, "--certificates", folder).code())
                .isEqualTo(1);
        Files.delete(folder.resolve("south.pem"));
        assertThat(run("release", "verify", written(release()), "--certificates", folder)
                        .code())
                .as("without the key of one who signed")
                .isEqualTo(1);
    }

    private Path participation(String patient, ConsentRoll roll) throws IOException {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("key", NAMES.keyOf(patient).hex());
        json.putArray("releases")
                .addObject()
                .put("run", Sha256.of("a run").hex())
                .set(
                        "proof",
                        roll.proof(RollNames.name(NAMES.keyOf(patient), PLAN)).json());
        return Files.writeString(folder.resolve("mine.json"), json.toString());
    }

    private Ended consent(Path said, String hospital) throws Exception {
        return run(
                "release",
                "consent",
                written(release()),
                "--participations",
                said,
                "--hospital",
                hospital,
                "--certificates",
                folder);
    }

    @Test
    void a_patient_checks_by_the_release_that_his_consent_stood_or_did_not() throws Exception {
        certificates("north", "south");
        var roll = roll("p1", "p2", "p3");
        assertThat(consent(participation("p2", roll), "north"))
                .isEqualTo(
                        new Ended(0, "The consent stood: the patient is in the roll that the release carries.\n", ""));
        assertThat(consent(participation("p7", roll), "north"))
                .isEqualTo(new Ended(
                        0,
                        "The consent did not stand: the patient is not in the roll that the release carries.\n",
                        ""));
        assertThat(consent(participation("p2", roll("p1", "p3")), "north").code())
                .as("by another roll than the one that was signed")
                .isEqualTo(1);
        assertThat(consent(participation("p2", roll), "south").code()).isEqualTo(1);
        assertThat(consent(Files.writeString(folder.resolve("mine.json"), "{}"), "north")
                        .code())
                .isEqualTo(1);
    }

    @Test
    void a_cohort_is_taken_over_and_explained() throws Exception {
        var tree = Files.writeString(
                folder.resolve("tree.json"),
                "{\"operand\":\"AND\",\"children\":[{\"key\":\"gender\",\"type\":\"EQUALS\",\"value\":\"female\"}]}");
        var ours = run("cohort", "import", tree, "--from", "SAMPLY", "--at", "2026-01-01");
        assertThat(ours).isEqualTo(new Ended(0, "{\"demo\":{\"sex\":\"female\"}}\n", ""));
        var file = Files.writeString(folder.resolve("cohort.json"), ours.out());
        assertThat(run("cohort", "explain", file))
                .isEqualTo(new Ended(
                        0, "administrative gender female\n" + Sha256.of("{\"demo\":{\"sex\":\"female\"}}") + "\n", ""));
        assertThat(run("cohort", "explain", file, "--language", "fr").out()).startsWith("sexe administratif féminin\n");
        Files.writeString(
                tree,
                "{\"operand\":\"AND\",\"children\":[{\"key\":\"sample_kind\",\"type\":\"EQUALS\",\"value\":\"x\"}]}");
        assertThat(run("cohort", "import", tree, "--from", "SAMPLY", "--at", "2026-01-01")
                        .err())
                .contains("sample_kind cannot be said in a cohort");
    }

    @Test
    void an_empty_folder_is_no_ledger() throws Exception {
        var ended = run("ledger", "verify", folder, "--authority", pem(Identities.of("north")));
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).isNotBlank().doesNotContain("Exception");
    }

    private Path pem(MemberIdentity member) throws Exception {
        var base64 = Base64.getMimeEncoder().encodeToString(member.certificate().getEncoded());
        return Files.writeString(
                folder.resolve("certificate.pem"),
                "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
    }
}
