package org.healthsphere.compose.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.healthsphere.node.demo.DemoClient.Answer;

/**
 * Somebody who writes patients at whichever process of a hospital, reads and searches at another what was acknowledged, and keeps
 * a list of it. What was not answered, or refused, he knows nothing of.
 *
 * <p>One thread works; others may look at the counts and at what was wrong.
 */
public final class Clerk {
    private final ThreeProcesses hospital;
    private final String name;
    private final Random random;
    private final Map<String, Kept> kept = new HashMap<>();
    private final List<String> ids = new ArrayList<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger compared = new AtomicInteger();
    private int written;
    private volatile boolean working = true;

    /**
     * What is there of a patient.
     *
     * @param doubtful births that may be there instead
     */
    private record Kept(String identifier, String birth, Set<String> doubtful) {}

    public Clerk(ThreeProcesses hospital, String name, long seed) {
        this.hospital = hospital;
        this.name = name;
        this.random = new Random(seed);
    }

    /** Works until told to stop. */
    public void work() {
        while (working) {
            if (ids.isEmpty() || random.nextInt(3) > 0) {
                create();
            } else {
                update(ids.get(random.nextInt(ids.size())));
            }
        }
    }

    public void stop() {
        working = false;
    }

    public int acknowledged() {
        return acknowledged.get();
    }

    public int compared() {
        return compared.get();
    }

    /** What a process said that cannot be. */
    public List<String> wrong() {
        return List.copyOf(wrong);
    }

    private int anywhere() {
        return 1 + random.nextInt(ThreeProcesses.PROCESSES);
    }

    private static Optional<JsonNode> good(Supplier<Answer> asking) {
        try {
            return Optional.of(asking.get()).filter(Answer::isGood).map(Answer::json);
        } catch (IllegalStateException e) {
            // The process is gone.
            return Optional.empty();
        }
    }

    private String patient(Optional<String> id, String identifier, String birth) {
        return "{\"resourceType\":\"Patient\","
                + id.map(i -> "\"id\":\"" + i + "\",").orElse("")
                + "\"identifier\":[{\"system\":\"urn:test:clerk\",\"value\":\"" + identifier + "\"}],"
                + "\"birthDate\":\"" + birth + "\"}";
    }

    private String birth() {
        return "%d-%02d-%02d".formatted(1930 + random.nextInt(90), 1 + random.nextInt(12), 1 + random.nextInt(28));
    }

    private void create() {
        var identifier = name + "-" + ++written;
        var birth = birth();
        var at = anywhere();
        var answer = good(() -> hospital.post(at, "/fhir/Patient", patient(Optional.empty(), identifier, birth)));
        if (answer.isEmpty()) {
            return;
        }
        var id = answer.get().path("id").asText();
        ids.add(id);
        kept.put(id, new Kept(identifier, birth, Set.of()));
        var _ = acknowledged.incrementAndGet();
        check(anywhere(), id);
    }

    private void update(String id) {
        var before = Optional.ofNullable(kept.get(id)).orElseThrow();
        var birth = birth();
        var bundle = "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":"
                + patient(Optional.of(id), before.identifier(), birth)
                + ",\"request\":{\"method\":\"PUT\",\"url\":\"Patient/" + id + "\"}}]}";
        var at = anywhere();
        if (good(() -> hospital.post(at, "/fhir", bundle)).isPresent()) {
            kept.put(id, new Kept(before.identifier(), birth, Set.of()));
            var _ = acknowledged.incrementAndGet();
            check(anywhere(), id);
        } else {
            var doubtful = new TreeSet<>(before.doubtful());
            doubtful.add(birth);
            kept.put(id, new Kept(before.identifier(), before.birth(), doubtful));
        }
    }

    /** Reads and searches there; who refuses says nothing wrong. */
    private void check(int process, String id) {
        var expected = Optional.ofNullable(kept.get(id)).orElseThrow();
        good(() -> hospital.get(process, "/fhir/Patient/" + id))
                .ifPresent(read -> compare("read at " + process, id, expected, read));
        good(() -> hospital.get(process, "/fhir/Patient?identifier=urn:test:clerk%7C" + expected.identifier()))
                .ifPresent(page -> compare("search at " + process, id, expected, page.at("/entry/0/resource")));
    }

    private void compare(String how, String id, Kept expected, JsonNode found) {
        var birth = found.path("birthDate").asText();
        var _ = compared.incrementAndGet();
        if (!found.path("id").asText().equals(id)
                || !(birth.equals(expected.birth()) || expected.doubtful().contains(birth))) {
            wrong.add(how + ": " + id + " was acknowledged as " + expected + ", and found is " + found);
        }
    }

    /** All that was acknowledged is there at this process, and answered. */
    public void checkAll(int process) {
        for (var id : ids) {
            var before = compared.get();
            check(process, id);
            if (compared.get() != before + 2) {
                wrong.add("process " + process + " does not tell of " + id);
            }
        }
    }
}
