package org.healthsphere.node.passkeys;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.passkeys.PatientKeys.Holder;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * Codes of the hospital's desk: 100 random bits, good for a day and for one passkey, and kept as a digest. A patient has one at most:
 * a new one ends the one before.
 */
final class SignInCodes {
    static final Duration LIFE = Duration.ofHours(24);

    private static final String CODES = "sign-in-code";
    private static final String OF_PATIENT = "sign-in-code-of";
    /** Crockford's: no letter looks like a digit. */
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 20;
    private static final int GROUP = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ResourceStore store;
    private final SecretBox box;
    private final InstantSource clock;
    private final SecureRandom random;

    SignInCodes(ResourceStore store, SecretBox box, InstantSource clock, SecureRandom random) {
        this.store = store;
        this.box = box;
        this.clock = clock;
        this.random = random;
    }

    synchronized SignInCode issue(Holder holder) {
        var patient = holder.patient();
        store.mark(OF_PATIENT, patient).ifPresent(before -> store.removeMark(CODES, before.utf8()));
        var text = drawn();
        var until = clock.instant().plus(LIFE);
        put(key(text), holder, until);
        return new SignInCode(text, until);
    }

    private void put(String key, Holder holder, Instant until) {
        var patient = holder.patient();
        var said = JsonNodeFactory.instance
                .objectNode()
                .put("patient", patient)
                .put("name", holder.name())
                .put("until", until.toString())
                .toString();
        store.putMark(new Mark(CODES, key, box.seal(Bytes.utf8(said), Bytes.utf8(key), random)).about(patient));
        store.putMark(new Mark(OF_PATIENT, patient, Bytes.utf8(key)).about(patient));
    }

    /** Whose code this is, while it is good. */
    Optional<Holder> holderOf(String text) {
        var key = key(text);
        return store.mark(CODES, key).flatMap(sealed -> holderIn(key, sealed));
    }

    /** Uses up the code: of several who try at once, one gets it. */
    synchronized Optional<Holder> take(String text) {
        var holder = holderOf(text);
        holder.ifPresent(whose -> {
            store.removeMark(CODES, key(text));
            store.removeMark(OF_PATIENT, whose.patient());
        });
        return holder;
    }

    /** Gives back what was used up for nothing, for as long as making a passkey takes. */
    synchronized void giveBack(String text, Holder holder) {
        put(key(text), holder, clock.instant().plus(Challenges.LIFE));
    }

    private Optional<Holder> holderIn(String key, Bytes sealed) {
        try {
            var said = JSON.readTree(
                    box.open(sealed, Bytes.utf8(key)).orElseThrow().array());
            return clock.instant().isBefore(Instant.parse(said.path("until").asText()))
                    ? Optional.of(new Holder(
                            said.path("patient").asText(), said.path("name").asText()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("what was sealed here is read here", e);
        }
    }

    private String drawn() {
        var text = new StringBuilder();
        for (var i = 0; i < LENGTH; i++) {
            if (i > 0 && i % GROUP == 0) {
                text.append('-');
            }
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    /** As people type it: small letters, blanks, hyphens, and the letters that look like digits. */
    private static String key(String text) {
        var typed = text.toUpperCase(Locale.ROOT)
                .replaceAll("[\\s-]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        return Sha256.of("sign-in code\n" + typed).hex();
    }
}
