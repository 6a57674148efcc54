package org.healthsphere.node.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.access.Shelf;
import org.healthsphere.node.network.Application;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** The invitations that a member has given out and the applications that came of them, in one piece; bounded, and old ones go. */
final class Letterbox {
    private static final Duration KEPT = Duration.ofDays(30);
    private static final int MOST = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Shelf shelf;
    private final Map<Sha256, Invited> invited = new LinkedHashMap<>();
    private final Map<Sha256, Letter> letters = new LinkedHashMap<>();

    /**
     * An invitation that was given out. Its code is not kept.
     *
     * @param used the application that came of it
     */
    record Invited(Instant until, Optional<Sha256> used) {}

    /** An application that came in. */
    record Letter(Instant received, Application application) {}

    private Letterbox(Shelf shelf) {
        this.shelf = shelf;
    }

    static Letterbox open(Shelf shelf) {
        var box = new Letterbox(shelf);
        try {
            var kept = shelf.read();
            if (kept.isPresent()) {
                box.read(JSON.readTree(kept.get().array()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return box;
    }

    private void read(JsonNode json) {
        for (var one : json.path("invitations")) {
            var used = Optional.ofNullable(one.path("used").textValue()).map(Sha256::new);
            invited.put(
                    new Sha256(one.path("code").asText()),
                    new Invited(Instant.parse(one.path("until").asText()), used));
        }
        for (var one : json.path("applications")) {
            var application =
                    Application.parse(one.path("application").asText()).orElseThrow();
            var received = Instant.parse(one.path("received").asText());
            letters.put(application.digest(), new Letter(received, application));
        }
    }

    synchronized Outcome<Instant> invite(String code, Instant now, Duration life) {
        forget(now);
        if (invited.size() >= MOST) {
            return Outcome.failed(new Fault.TooMany("invitations that nobody has used; they run out by themselves"));
        }
        invited.put(Sha256.of(code), new Invited(now.plus(life), Optional.empty()));
        write();
        return Outcome.of(now.plus(life));
    }

    /** Puts an application in, which this code lets in; the same again changes nothing. */
    synchronized Outcome<Letter> put(String code, Application application, Instant now) {
        forget(now);
        var digest = application.digest();
        var invitation = Optional.ofNullable(invited.get(Sha256.of(code)))
                .filter(one -> one.used().map(digest::equals).orElse(true));
        if (invitation.isEmpty()) {
            return Outcome.failed(new Fault.Forbidden(
                    "the invitation is not known here, was used for another application, or has run out"));
        }
        invited.put(Sha256.of(code), new Invited(invitation.get().until(), Optional.of(digest)));
        return put(application, now);
    }

    /** The same for one that the operator brings. */
    synchronized Outcome<Letter> put(Application application, Instant now) {
        var letter = letters.computeIfAbsent(application.digest(), _ -> new Letter(now, application));
        write();
        return Outcome.of(letter);
    }

    synchronized Optional<Letter> letter(Sha256 digest) {
        return Optional.ofNullable(letters.get(digest));
    }

    synchronized List<Letter> letters() {
        return new ArrayList<>(letters.values());
    }

    private void forget(Instant now) {
        invited.values().removeIf(one -> now.isAfter(one.until()));
        letters.values().removeIf(letter -> now.isAfter(letter.received().plus(KEPT)));
    }

    private void write() {
        var json = JsonNodeFactory.instance.objectNode();
        var invitations = json.putArray("invitations");
        invited.forEach((code, one) -> {
            var entry = invitations
                    .addObject()
                    .put("code", code.hex())
                    .put("until", one.until().toString());
            one.used().ifPresent(used -> entry.put("used", used.hex()));
        });
        var applications = json.putArray("applications");
        letters.values()
                .forEach(letter -> applications
                        .addObject()
                        .put("received", letter.received().toString())
                        .put("application", letter.application().text()));
        shelf.write(Bytes.utf8(json.toString()));
    }
}
