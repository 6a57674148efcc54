package org.healthsphere.node.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.keys.PrivateFile;

/**
 * When a hospital on its way into a network came to each step. It is kept in the home folder, so that a join that was stopped and went
 * on later tells its whole time.
 */
public final class Course {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STEP = "step";
    private static final String AT = "at";

    private final Path file;
    private final InstantSource clock;

    /** What is come to, in this order. */
    public enum Step {
        BEGUN("begun", false),
        KEYS("passphrase and keys made", false),
        APPLICATION("application signed", false),
        DELIVERED("application brought to the member", false),
        PROPOSED("proposed by the member", true),
        ADMITTED("admitted: in the register on the ledger", true),
        CERTIFIED("certified by the authority", true),
        SETTLED("certificates and settings in the folder", false),
        EXAMINED("examined by the doctor, every member asked", false);

        private final String words;
        private final boolean isOfOthers;

        Step(String words, boolean isOfOthers) {
            this.words = words;
            this.isOfOthers = isOfOthers;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /**
     * One step that was come to.
     *
     * @param took since the one before
     */
    public record Leg(Step step, Duration took) {
        /** Whether it was waited for others: for people who decide, or for who certifies. */
        public boolean isOfOthers() {
            return step.isOfOthers;
        }
    }

    Course(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Here it is now; only the first time counts. */
    public void reached(Step step) {
        var times = times();
        if (times.putIfAbsent(step, clock.instant()) == null) {
            write(times);
        }
    }

    /** The steps that were come to so far. */
    public List<Leg> legs() {
        List<Leg> legs = new ArrayList<>();
        var before = Optional.<Instant>empty();
        for (var entry : times().entrySet()) {
            var at = entry.getValue();
            before.ifPresent(from -> legs.add(new Leg(entry.getKey(), Duration.between(from, at))));
            before = Optional.of(at);
        }
        return legs;
    }

    /** How long ago it was begun. */
    public Duration sinceBegun() {
        return times().values().stream()
                .findFirst()
                .map(from -> Duration.between(from, clock.instant()))
                .orElse(Duration.ZERO);
    }

    private Map<Step, Instant> times() {
        Map<Step, Instant> times = new EnumMap<>(Step.class);
        if (Files.exists(file)) {
            read().forEach(one -> times.put(
                    Step.valueOf(one.path(STEP).asText()),
                    Instant.parse(one.path(AT).asText())));
        }
        return times;
    }

    private JsonNode read() {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Map<Step, Instant> times) {
        try {
            PrivateFile.write(file, json(times).toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ArrayNode json(Map<Step, Instant> times) {
        var json = JsonNodeFactory.instance.arrayNode();
        times.forEach((step, at) -> json.addObject().put(STEP, step.name()).put(AT, at.toString()));
        return json;
    }
}
