package org.healthsphere.node.network;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.healthsphere.federation.linkage.oblivious.LinkageKey;
import org.healthsphere.keys.PrivateFile;
import org.healthsphere.specs.Bytes;

/** What the network's authority deals the shares of the tokens' key from, in its folder. */
final class LinkageSeed {
    private static final String FILE = "linkage.key";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SEED_BYTES = 32;

    private LinkageSeed() {}

    static void draw(Path folder, LinkageKey.Terms terms, SecureRandom random) throws IOException {
        draw(folder, terms, 0, random);
    }

    /**
     * In the place of what was drawn before.
     *
     * @param height of the last event by which somebody left who knew a share of the one before; zero: nobody did
     */
    static void draw(Path folder, LinkageKey.Terms terms, long height, SecureRandom random) throws IOException {
        var seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        var json = JSON.createObjectNode()
                .put("seed", Bytes.of(seed).base64url())
                .put("threshold", terms.threshold())
                .put("monthly", terms.monthly())
                .put("height", height);
        PrivateFile.write(folder.resolve(FILE), JSON.writeValueAsBytes(json));
    }

    /** After which event it was drawn. */
    static long height(Path folder) throws IOException {
        return JSON.readTree(Files.readAllBytes(folder.resolve(FILE))).path("height").asLong();
    }

    static LinkageKey.Dealer read(Path folder) throws IOException {
        var json = JSON.readTree(Files.readAllBytes(folder.resolve(FILE)));
        var seed = Bytes.base64url(json.path("seed").asText());
        if (seed.length() != SEED_BYTES) {
            throw new IllegalStateException(FILE + " in the authority's folder is damaged");
        }
        return new LinkageKey.Dealer(
                seed,
                new LinkageKey.Terms(
                        json.path("threshold").asInt(), json.path("monthly").asLong()));
    }
}
