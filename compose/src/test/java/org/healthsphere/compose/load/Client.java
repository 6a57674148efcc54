package org.healthsphere.compose.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.healthsphere.compose.load.Person.Seen;
import org.healthsphere.compose.load.Wire.Answer;

/**
 * One client with patients of its own: it writes, reads, searches, goes through histories and exports, and holds every answer
 * against what was acknowledged to it before.
 */
final class Client {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_PEOPLE = 100;
    private static final int MOST_OBSERVATIONS = 30;
    private static final int FIRST_OBSERVATIONS = 5;
    private static final int CODES = 4;
    private static final int HUNDRED = 100;

    private final String name;
    private final Wire wire;
    private final Tally tally;
    private final SplittableRandom random;
    private final List<Person> people = new ArrayList<>();

    /** By how many of a hundred steps are this one or one before it. */
    private final NavigableMap<Integer, Consumer<Person>> actions = new TreeMap<>(Map.of(
            3,
            _ -> admit(),
            4,
            this::export,
            6,
            this::everything,
            10,
            this::delete,
            15,
            this::history,
            30,
            this::create,
            45,
            this::update,
            70,
            this::search,
            HUNDRED,
            this::read));

    Client(int number, Wire wire, Tally tally) {
        this.name = "load-" + number;
        this.wire = wire;
        this.tally = tally;
        this.random = new SplittableRandom(number);
    }

    /** Goes on until it is told to end. */
    void run(BooleanSupplier goesOn) {
        while (goesOn.getAsBoolean()) {
            try {
                step();
            } catch (RuntimeException e) {
                tally.wrong(name + ": " + e);
            }
        }
    }

    /** How many resources it has written that are there. */
    int resources() {
        return people.stream().mapToInt(person -> 1 + person.there().size()).sum();
    }

    private void step() {
        if (people.isEmpty()) {
            admit();
            return;
        }
        var person = people.get(random.nextInt(people.size()));
        actions.higherEntry(random.nextInt(HUNDRED)).getValue().accept(person);
    }

    private void admit() {
        if (people.size() >= MOST_PEOPLE) {
            return;
        }
        var person = new Person(name + "-" + people.size());
        var entries = new StringBuilder(entry(person.json(), "Patient/" + person.id));
        Map<String, Seen> made = new TreeMap<>();
        for (var i = 0; i < FIRST_OBSERVATIONS; i++) {
            var id = person.nextId();
            var seen = fresh();
            made.put(id, seen);
            entries.append(',').append(entry(person.json(id, seen), "Observation/" + id));
        }
        var bundle = "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + entries + "]}";
        if (isStatus(wire.send("transaction", "POST", "", bundle), 200, "transaction")) {
            person.observations.putAll(made);
            people.add(person);
        }
    }

    private static String entry(String json, String url) {
        return "{\"resource\":" + json + ",\"request\":{\"method\":\"PUT\",\"url\":\"" + url + "\"}}";
    }

    private Seen fresh() {
        return new Seen(1, random.nextLong(1_000_000_000), random.nextInt(CODES), false);
    }

    private void create(Person person) {
        if (person.observations.size() >= MOST_OBSERVATIONS) {
            update(person);
            return;
        }
        var id = person.nextId();
        var seen = fresh();
        if (isStatus(wire.send("create", "PUT", "/Observation/" + id, person.json(id, seen)), 201, "create")) {
            person.observations.put(id, seen);
        }
    }

    private void update(Person person) {
        var id = one(person);
        var seen = person.seen(id);
        var next = seen.next(random.nextLong(1_000_000_000));
        var json = person.json(id, next);
        // What is not there has no version that it could be held against: it is there again.
        var answer = seen.deleted()
                ? wire.send("update", "PUT", "/Observation/" + id, json)
                : wire.send("update", "PUT", "/Observation/" + id, json, "If-Match", "W/\"" + seen.version() + "\"");
        if (isStatus(answer, 200, "update of " + id)) {
            person.observations.put(id, next);
        }
    }

    private void delete(Person person) {
        var there = person.there();
        if (there.size() > 1) {
            var id = there.get(random.nextInt(there.size()));
            if (isStatus(wire.send("delete", "DELETE", "/Observation/" + id, ""), 204, "delete")) {
                person.observations.put(id, person.seen(id).gone());
            }
        }
    }

    private void read(Person person) {
        var id = one(person);
        var seen = person.seen(id);
        var answer = wire.send("read", "GET", "/Observation/" + id, "");
        if (isStatus(answer, seen.deleted() ? 410 : 200, "read of " + id) && !seen.deleted()) {
            isSame(person, id, answer.json(), "read");
        }
    }

    private void history(Person person) {
        var id = one(person);
        var answer = wire.send("history", "GET", "/Observation/" + id + "/_history?_count=100", "");
        if (isStatus(answer, 200, "history")) {
            var total = answer.json().path("total").asInt();
            isTrue(
                    total == person.seen(id).version(),
                    "history of " + id + " has " + total + " versions, not " + person.seen(id));
        }
    }

    private void search(Person person) {
        var code = "load-" + random.nextInt(CODES);
        var query = random.nextBoolean()
                ? "patient=" + person.id + "&code=urn:load:codes%7C" + code
                : "subject:Patient.identifier=urn:load%7C" + person.id + "&code=" + code;
        var answer = wire.send("search", "GET", "/Observation?" + query + "&_count=100", "");
        if (isStatus(answer, 200, "search")) {
            hold(person, person.thereWith(code), answer, "search " + query);
        }
    }

    private void everything(Person person) {
        var answer = wire.send("everything", "GET", "/Patient/" + person.id + "/$everything?_count=200", "");
        if (isStatus(answer, 200, "everything")) {
            hold(person, person.there(), answer, "everything of " + person.id);
        }
    }

    private void hold(Person person, List<String> expected, Answer answer, String what) {
        var found = new ArrayList<String>();
        answer.json()
                .path("entry")
                .valueStream()
                .map(entry -> entry.path("resource"))
                .forEach(resource -> {
                    if (resource.path("resourceType").asText().equals("Observation")) {
                        found.add(resource.path("id").asText());
                        isSame(person, resource.path("id").asText(), resource, what);
                    }
                });
        found.sort(null);
        isTrue(found.equals(expected), what + " found " + found + ", not " + expected);
    }

    /** Kick-off, manifest, file, and the end of it. */
    private void export(Person person) {
        var filter = "Observation%3Fpatient%3DPatient%2F" + person.id;
        var begun = wire.send(
                "export",
                "GET",
                "/Patient/$export?_type=Observation&_typeFilter=" + filter,
                "",
                "Accept",
                "application/fhir+json",
                "Prefer",
                "respond-async");
        if (!isStatus(begun, 202, "export")) {
            return;
        }
        var manifest = wire.send("manifest", "GET", begun.location(), "");
        if (isStatus(manifest, 200, "manifest")) {
            var file = manifest.json().at("/output/0/url").asText();
            var lines = file.isEmpty() ? List.<String>of() : file(file);
            var found = new ArrayList<String>();
            lines.forEach(line -> {
                var resource = parsed(line);
                found.add(resource.path("id").asText());
                isSame(person, resource.path("id").asText(), resource, "export");
            });
            found.sort(null);
            isTrue(found.equals(person.there()), "export has " + found + ", not " + person.there());
        }
        isTrue(wire.send("export end", "DELETE", begun.location(), "").status() == 202, "export does not end");
    }

    private List<String> file(String address) {
        var file = wire.send("export file", "GET", address, "");
        return isStatus(file, 200, "export file") ? file.body().lines().toList() : List.of();
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalStateException("a line of a file that is no JSON", e);
        }
    }

    /** Any observation, there or not. */
    private String one(Person person) {
        var ids = List.copyOf(person.observations.keySet());
        return ids.get(random.nextInt(ids.size()));
    }

    private void isSame(Person person, String id, JsonNode resource, String what) {
        var seen = person.observations.get(id);
        var isSame = seen != null
                && resource.at("/valueQuantity/value").asLong() == seen.value()
                && resource.at("/meta/versionId").asText().equals(Integer.toString(seen.version()));
        isTrue(isSame, what + " tells of " + id + " in version " + resource.at("/meta/versionId") + ", not " + seen);
    }

    private boolean isStatus(Answer answer, int expected, String what) {
        if (answer.status() != expected) {
            tally.wrong(name + ": " + what + " was answered " + answer.status() + ": "
                    + answer.json().at("/issue/0/diagnostics").asText());
        }
        return answer.status() == expected;
    }

    private void isTrue(boolean condition, String otherwise) {
        if (!condition) {
            tally.wrong(name + ": " + otherwise);
        }
    }
}
