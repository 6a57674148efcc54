package org.healthsphere.consent.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verifier for browsers comes to the same answers as the one in Java. It runs where Node.js is installed. */
class BrowserVerifierTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOON = Instant.parse("2026-06-15T12:00:00Z");
    private static final NodeId NORTH = new NodeId("north");
    private static final NodeId SOUTH = new NodeId("south");
    private static final SigningKey NORTH_KEY = SigningKey.generate(new SecureRandom());
    private static final SigningKey SOUTH_KEY = SigningKey.generate(new SecureRandom());
    private static final Map<NodeId, VerificationKey> KEYS =
            Map.of(NORTH, NORTH_KEY.verificationKey(), SOUTH, SOUTH_KEY.verificationKey());

    private static final String RUN = """
            import { readFileSync } from "node:fs";
            import { verifyProof, verifyContinuation } from "./ledger-verifier.mjs";
            const { keys, proofs, continuations } = JSON.parse(readFileSync("cases.json", "utf8"));
            const answers = [];
            for (const proof of proofs) {
              answers.push(await verifyProof(new TextDecoder("latin1").decode(Buffer.from(proof, "base64url")), keys, 2));
            }
            for (const { older, newer, path } of continuations) {
              answers.push(await verifyContinuation(older, newer, path));
            }
            process.stdout.write(JSON.stringify(answers));
            """;

    @TempDir
    Path folder;

    private final MerkleLog log = new MerkleLog();
    private final ArrayNode proofs = JSON.createArrayNode();
    private final ArrayNode continuations = JSON.createArrayNode();

    private static Optional<Path> node() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(directory -> Path.of(directory, "node"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private List<JsonNode> answers() throws IOException, InterruptedException {
        var node = node();
        assumeThat(node).as("Node.js is not installed").isPresent();
        try (InputStream module = getClass().getResourceAsStream("/ledger/ledger-verifier.mjs")) {
            Files.copy(java.util.Objects.requireNonNull(module), folder.resolve("ledger-verifier.mjs"));
        }
        var cases = JSON.createObjectNode();
        KEYS.forEach((member, key) -> cases.withObjectProperty("keys").put(member.value(), key.spki()));
        cases.set("proofs", proofs);
        cases.set("continuations", continuations);
        Files.writeString(folder.resolve("cases.json"), cases.toString());
        Files.writeString(folder.resolve("run.mjs"), RUN);
        var process = new ProcessBuilder(node.orElseThrow().toString(), "run.mjs")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        List<JsonNode> answers = new ArrayList<>();
        JSON.readTree(answer).forEach(answers::add);
        return answers;
    }

    private Checkpoint checkpoint(long size) {
        return new Checkpoint("test", size, log.root(size), size, Sha256.of("block " + size), NOON);
    }

    private LogProof proof(long index, long size) {
        var signed = SignedCheckpoint.by(NORTH, checkpoint(size), NORTH_KEY)
                .with(SignedCheckpoint.by(SOUTH, checkpoint(size), SOUTH_KEY))
                .orElseThrow();
        return new LogProof(Bytes.utf8("{\"leaf\":" + index + "}"), log.inclusion(index, size), signed);
    }

    @Test
    void it_agrees_with_java_on_proofs_whole_and_altered() throws Exception {
        for (var i = 0; i < 37; i++) {
            log.append(Bytes.utf8("{\"leaf\":" + i + "}"));
        }
        var random = new Random(7);
        List<Bytes> papers = new ArrayList<>();
        for (var i = 0; i < 37; i++) {
            papers.add(proof(i, 37).encoded());
        }
        for (var i = 0; i < 200; i++) {
            var altered = papers.get(i % 37).array().clone();
            altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(7));
            papers.add(Bytes.of(altered));
        }
        papers.forEach(paper -> proofs.add(paper.base64url()));
        var answers = answers();
        var inJava = papers.stream()
                .map(paper -> LogProof.decode(paper).then(p -> p.verified(KEYS, 2)) instanceof Outcome.Success<Bytes>)
                .toList();
        assertThat(answers).map(answer -> answer.path("holds").asBoolean()).isEqualTo(inJava);
        assertThat(inJava.subList(0, 37)).containsOnly(true);
        assertThat(inJava.subList(37, 237)).containsOnly(false);
        assertThat(answers.getFirst().path("leaf").asText()).isEqualTo("{\"leaf\":0}");
    }

    @Test
    void it_finds_rollbacks_and_split_views() throws Exception {
        for (var i = 0; i < 21; i++) {
            log.append(Bytes.utf8("{\"leaf\":" + i + "}"));
        }
        List<Boolean> expected = new ArrayList<>();
        for (var from = 0; from <= 21; from++) {
            continuation(checkpoint(from), checkpoint(21), log.consistency(from, 21));
            expected.add(true);
            if (from > 0) {
                var other = new Checkpoint("test", from, Sha256.of("other"), from, Sha256.of("block"), NOON);
                continuation(other, checkpoint(21), log.consistency(from, 21));
                expected.add(false);
            }
        }
        continuation(checkpoint(21), checkpoint(20), log.consistency(20, 20));
        expected.add(false);
        var answers = answers();
        assertThat(answers).map(answer -> answer.path("holds").asBoolean()).isEqualTo(expected);
        assertThat(answers.getLast().path("sentence").asText()).startsWith("Rollback");
    }

    private void continuation(Checkpoint older, Checkpoint newer, ConsistencyProof proof) {
        var one = continuations.addObject();
        one.set("older", older.json());
        one.set("newer", newer.json());
        var path = one.putArray("path");
        proof.path().forEach(hash -> path.add(hash.hex()));
    }
}
