package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.healthsphere.node.ingest.Feed.Place;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Where a steward sees what mappings make of real messages, before and after a change. Nothing that happens here is stored.
 *
 * <p>What it shows is health data and stays in the hospital: who looks is audited by whoever lets him.
 */
public final class Workbench {
    private final Ingest ingest;
    private final RecordSink sink;
    private final Replays replays;
    private final Candidates candidates;
    private final Findings findings;

    /** Makes feeds with one more of the hospital's own mapping files; a fault names what is wrong in it. */
    @FunctionalInterface
    public interface Candidates {
        Outcome<Feed> with(String kind, Bytes file);
    }

    /** What is wrong with a resource. */
    @FunctionalInterface
    public interface Findings {
        List<Fault.Problem> of(Bytes resource);
    }

    public Workbench(Ingest ingest, RecordSink sink, Replays replays, Candidates candidates, Findings findings) {
        this.ingest = ingest;
        this.sink = sink;
        this.replays = replays;
        this.candidates = candidates;
        this.findings = findings;
    }

    /** A message to try: pasted, or one that is kept. */
    public record Trial(String kind, String source, Bytes raw) {}

    /**
     * What a message comes to.
     *
     * @param places of the message in which something stands, in order
     * @param resources as JSON
     * @param leftOut what was left out, where and why
     * @param patients whom it tells of
     */
    public record Preview(
            List<Place> places, Map<ResourceId, Bytes> resources, List<String> leftOut, Set<String> patients) {}

    /**
     * A code that no map knows.
     *
     * @param name as the sender calls it
     * @param patients how many have it
     * @param targets into which code systems it is to be translated
     */
    public record Unmapped(Coding code, String name, int patients, int times, List<String> targets) {}

    /**
     * How a place of messages fares.
     *
     * @param times how often something stood there
     * @param read whether a mapping looks at it
     */
    public record Element(String name, int times, boolean read) {}

    /** Of so many places in which something stood on one day so many were looked at. */
    public record Day(LocalDate day, int messages, int places, int read, int refused) {}

    /** Something that is wrong with what is made, how often. */
    public record Finding(String what, int times) {}

    /**
     * How the newest messages of a source fare with the mappings of now.
     *
     * @param unmapped those first that most patients have
     * @param elements those first that are looked at least and stand there most
     */
    public record Survey(
            int messages,
            List<Unmapped> unmapped,
            List<Element> elements,
            List<Day> days,
            List<Finding> findings,
            Set<String> patients) {}

    /**
     * What changes in one message.
     *
     * @param part under which the message is kept
     * @param lines of resources: those with a minus are made now, those with a plus would be made
     */
    public record Difference(String part, List<String> lines) {}

    /**
     * What a changed mapping would make of the newest messages of a source.
     *
     * @param refused how many would be set aside that are taken now
     * @param taken how many would be taken that are refused now
     */
    public record Comparison(
            int messages, int refused, int taken, List<Difference> differences, Set<String> patients) {}

    /**
     * What a message comes to.
     *
     * @param file a mapping file to be tried with it, if any
     */
    public Outcome<Preview> preview(Trial trial, Optional<Bytes> file) {
        var source = ingest.source(trial.source());
        if (source.isEmpty()) {
            return Outcome.failed(new Fault.NotFound("source"));
        }
        return feed(trial.kind(), file)
                .then(feed -> new Made(feed, source.get(), sink, ingest.meaning()).of(trial.raw()))
                .map(Workbench::preview);
    }

    private static Preview preview(Made.Of made) {
        var resources = new TreeMap<ResourceId, Bytes>();
        made.resources().forEach((id, json) -> resources.put(id, Json.bytes(json)));
        return new Preview(made.message().places(), resources, made.mapped().remarks(), made.patients());
    }

    private Outcome<Feed> feed(String kind, Optional<Bytes> file) {
        return file.map(own -> candidates.with(kind, own))
                .orElseGet(() -> ingest.feed(kind)
                        .map(Outcome::of)
                        .orElseGet(() -> Outcome.failed(new Fault.NotFound("kind of message"))));
    }

    /** The newest messages of a source, at most so many. */
    public List<Original> newest(String source, int most) {
        return replays.list(new Replays.Range(Optional.of(source), Optional.empty(), Instant.MIN, Instant.MAX), most);
    }

    public Outcome<Survey> survey(String source, int most) {
        var configured = ingest.source(source);
        if (configured.isEmpty()) {
            return Outcome.failed(new Fault.NotFound("source"));
        }
        var tally = new Tally(configured.get());
        for (var light : newest(source, most)) {
            replays.find(light.part())
                    .ifPresent(original -> tally.add(
                            original, feed(light.id().kind(), Optional.empty()).then(feed -> made(original, feed))));
        }
        return Outcome.of(tally.survey());
    }

    private Outcome<Made.Of> made(Original original, Feed feed) {
        var source = ingest.source(original.id().source()).orElseThrow();
        return new Made(feed, source, sink, ingest.meaning()).of(original.raw());
    }

    /** What this file would change, in the messages of the kind that it is for. */
    public Outcome<Comparison> compare(String kind, String source, Bytes file, int most) {
        if (ingest.source(source).isEmpty()) {
            return Outcome.failed(new Fault.NotFound("source"));
        }
        return feed(kind, Optional.empty())
                .then(now -> feed(kind, Optional.of(file)).map(then -> compared(newest(source, most), now, then)));
    }

    private Comparison compared(List<Original> newest, Feed now, Feed then) {
        var differences = new ArrayList<Difference>();
        var patients = new TreeSet<String>();
        var messages = 0;
        var refused = 0;
        var taken = 0;
        for (var light : newest) {
            var original = replays.find(light.part()).filter(o -> o.id().kind().equals(now.kind()));
            if (original.isPresent()) {
                messages++;
                var before = made(original.get(), now);
                var after = made(original.get(), then);
                refused += isTaken(before) && !isTaken(after) ? 1 : 0;
                taken += !isTaken(before) && isTaken(after) ? 1 : 0;
                var lines = Changes.between(resources(before), resources(after));
                if (!lines.isEmpty()) {
                    differences.add(new Difference(light.part(), lines));
                    patients.addAll(light.patients());
                }
            }
        }
        return new Comparison(messages, refused, taken, List.copyOf(differences), patients);
    }

    private static boolean isTaken(Outcome<Made.Of> made) {
        return made instanceof Outcome.Success;
    }

    private static Map<ResourceId, JsonNode> resources(Outcome<Made.Of> made) {
        return made instanceof Outcome.Success<Made.Of>(var of) ? new TreeMap<>(of.resources()) : Map.of();
    }

    /** Sums over messages. */
    private final class Tally {
        private final Source source;
        private final Map<Coding, Seen> unmapped =
                new TreeMap<>(Comparator.comparing(Coding::system).thenComparing(Coding::code));
        private final Map<String, Element> elements = new TreeMap<>();
        private final Map<LocalDate, Day> days = new TreeMap<>();
        private final Map<String, Integer> found = new TreeMap<>();
        private final Set<String> patients = new TreeSet<>();
        private int messages;

        /** A code that no map knows. */
        private static final class Seen {
            private final Set<String> patients = new HashSet<>();
            private String name = "";
            private int times;
        }

        Tally(Source source) {
            this.source = source;
        }

        void add(Original original, Outcome<Made.Of> made) {
            messages++;
            patients.addAll(original.patients());
            var day = LocalDate.ofInstant(original.at(), ZoneOffset.UTC);
            switch (made) {
                case Outcome.Failure<Made.Of>(var fault) -> {
                    day(new Day(day, 1, 0, 0, 1));
                    found.merge(Faults.text(fault), 1, Integer::sum);
                }
                case Outcome.Success<Made.Of>(var of) -> {
                    var places = of.message().places();
                    places.forEach(place -> elements.merge(
                            place.name(),
                            new Element(place.name(), 1, place.read()),
                            (a, b) -> new Element(a.name(), a.times() + b.times(), a.read() || b.read())));
                    day(new Day(
                            day,
                            1,
                            places.size(),
                            (int) places.stream().filter(Place::read).count(),
                            0));
                    of.mapped().remarks().forEach(remark -> found.merge(remark, 1, Integer::sum));
                    of.resources().forEach(this::resource);
                }
            }
        }

        private void day(Day one) {
            days.merge(
                    one.day(),
                    one,
                    (a, b) -> new Day(
                            a.day(),
                            a.messages() + b.messages(),
                            a.places() + b.places(),
                            a.read() + b.read(),
                            a.refused() + b.refused()));
        }

        private void resource(ResourceId id, JsonNode json) {
            findings.of(Json.bytes(json))
                    .forEach(problem ->
                            found.merge(id.type() + ", " + problem.at() + ": " + problem.what(), 1, Integer::sum));
            var patient = json.at("/subject/reference")
                    .asText(json.at("/patient/reference").asText(""));
            Json.objects(json, object -> {
                if (object.path("coding").isArray()) {
                    codes(object.path("coding"), object.path("text").asText(""), patient);
                }
            });
        }

        private void codes(JsonNode codings, String text, String patient) {
            for (var coding : codings) {
                var system = coding.path("system").asText("");
                var targets = source.translations().getOrDefault(system, List.of());
                var known = Json.elements(codings)
                        .anyMatch(other -> targets.contains(other.path("system").asText("")));
                if (!targets.isEmpty() && !known) {
                    var seen = unmapped.computeIfAbsent(
                            new Coding(system, coding.path("code").asText("")), _ -> new Seen());
                    seen.patients.add(patient);
                    seen.name = coding.path("display").asText(text);
                    seen.times++;
                }
            }
        }

        Survey survey() {
            var codes = unmapped.entrySet().stream()
                    .map(e -> new Unmapped(
                            e.getKey(),
                            e.getValue().name,
                            e.getValue().patients.size(),
                            e.getValue().times,
                            source.translations().getOrDefault(e.getKey().system(), List.of())))
                    .sorted(Comparator.comparingInt(Unmapped::patients)
                            .thenComparingInt(Unmapped::times)
                            .reversed())
                    .toList();
            var places = elements.values().stream()
                    .sorted(Comparator.comparing(Element::read)
                            .thenComparing(
                                    Comparator.comparingInt(Element::times).reversed())
                            .thenComparing(Element::name))
                    .toList();
            var wrong = found.entrySet().stream()
                    .map(e -> new Finding(e.getKey(), e.getValue()))
                    .sorted(Comparator.comparingInt(Finding::times).reversed().thenComparing(Finding::what))
                    .toList();
            return new Survey(messages, codes, places, List.copyOf(days.values()), wrong, patients);
        }
    }
}
