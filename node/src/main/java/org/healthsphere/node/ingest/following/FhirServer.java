package org.healthsphere.node.ingest.following;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.remote.Remote;
import org.healthsphere.node.ingest.remote.Remote.Answer;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** Another FHIR R4 server, as a subscriber needs it. */
final class FhirServer {
    private static final String JSON = "application/fhir+json";
    private static final String BACKPORT = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";
    private static final int PAGES = 10_000;
    private static final int HEARTBEAT_SECONDS = 60;

    private final Remote remote;
    private final Wanted wanted;

    FhirServer(Remote remote, Wanted wanted) {
        this.remote = remote;
        this.wanted = wanted;
    }

    /** Asks to be told; the id of the Subscription. */
    Outcome<String> subscribe(String endpoint, String secret) {
        return remote.post("Subscription", JSON, Json.bytes(subscription(endpoint, secret)))
                .then(answer -> {
                    var id = answer.json().path("id").asText(last(answer.location().orElse("")));
                    return answer.isGood() && !id.isEmpty()
                            ? Outcome.of(id)
                            : Outcome.failed(
                                    new Fault.Invalid("the server does not take the subscription, " + answer));
                });
    }

    private static String last(String location) {
        var plain = location.replaceFirst("/_history/.*$", "");
        return plain.substring(plain.lastIndexOf('/') + 1);
    }

    private ObjectNode subscription(String endpoint, String secret) {
        var json = Json.object()
                .put("resourceType", "Subscription")
                .put("status", "requested")
                .put("reason", "the exchange's node of the hospital takes in what changes");
        var channel = json.putObject("channel").put("type", "rest-hook").put("endpoint", endpoint);
        channel.putArray("header").add("Authorization: Bearer " + secret);
        if (wanted.topic().isEmpty()) {
            return json.put("criteria", wanted.criteria().getFirst());
        }
        json.withObject("/meta").putArray("profile").add(BACKPORT + "backport-subscription");
        json.put("criteria", wanted.topic().get());
        for (var filter : wanted.criteria()) {
            json.withObject("/_criteria")
                    .withArray("/extension")
                    .addObject()
                    .put("url", BACKPORT + "backport-filter-criteria")
                    .put("valueString", filter);
        }
        channel.putArray("extension")
                .addObject()
                .put("url", BACKPORT + "backport-heartbeat-period")
                .put("valueUnsignedInt", HEARTBEAT_SECONDS);
        channel.put("payload", JSON)
                .putObject("_payload")
                .putArray("extension")
                .addObject()
                .put("url", BACKPORT + "backport-payload-content")
                .put("valueCode", "id-only");
        return json;
    }

    /** Ends a subscription, as far as it is there and the server lets it be ended. */
    void unsubscribe(String id) {
        var _ = remote.delete("Subscription/" + id);
    }

    /** How a subscription is; empty when there is none of this id. */
    Outcome<Optional<Told>> status(String id) {
        var path = "Subscription/" + id + (wanted.topic().isPresent() ? "/$status" : "");
        return remote.get(path, JSON).then(answer -> {
            if (answer.status() == 404 || answer.status() == 410) {
                return Outcome.of(Optional.empty());
            }
            if (!answer.isGood()) {
                return refused(answer);
            }
            return Outcome.of(wanted.topic().isPresent() ? Told.of(answer.json()) : Optional.of(plain(id, answer)));
        });
    }

    private static Told plain(String id, Answer answer) {
        return new Told(id, answer.json().path("status").asText(), "", 0, List.of());
    }

    /** The events from this one on; empty when the server does not keep them. */
    Outcome<Optional<Told>> events(String id, long from) {
        return remote.get("Subscription/" + id + "/$events?eventsSinceNumber=" + from + "&content=id-only", JSON)
                .then(answer -> {
                    if (answer.status() >= 500) {
                        return refused(answer);
                    }
                    return Outcome.of(answer.isGood() ? Told.of(answer.json()) : Optional.empty());
                });
    }

    private static <T> Outcome<T> refused(Answer answer) {
        return Outcome.failed(new Fault.Unavailable("the server of the source, " + answer));
    }

    /** What these addresses mean, with the patients whom it is about before it; what is no more is not in it. */
    Outcome<List<JsonNode>> read(List<String> addresses) {
        var read = new Reading();
        for (var address : addresses) {
            var fault = remote.below(address).flatMap(read::add);
            if (fault.isPresent()) {
                return Outcome.failed(fault.get());
            }
        }
        return Outcome.of(read.all());
    }

    /** All of a search that has changed since, page by page, each of them handed on with its patients. */
    Outcome<Long> search(String query, Instant since, Taker taker) {
        var path = Optional.of(query + (query.contains("?") ? "&" : "?") + "_lastUpdated=ge" + since + "&_count=100");
        var count = 0L;
        for (var page = 0; page < PAGES && path.isPresent(); page++) {
            switch (remote.get(path.get(), JSON).then(answer -> answer.isGood() ? Outcome.of(answer) : refused(answer))) {
                case Outcome.Failure<Answer>(var fault) -> {
                    return Outcome.failed(fault);
                }
                case Outcome.Success<Answer>(var answer) -> {
                    var taken = withPatients(answer.json()).then(taker::take);
                    if (taken instanceof Outcome.Failure<Long>(var fault)) {
                        return Outcome.failed(fault);
                    }
                    count += taken.orElseThrow();
                    path = next(answer.json());
                }
            }
        }
        return Outcome.of(count);
    }

    /** Takes resources in, durably; how many. */
    interface Taker {
        Outcome<Long> take(List<JsonNode> resources);
    }

    private Optional<String> next(JsonNode bundle) {
        return Json.elements(bundle.path("link"))
                .filter(link -> link.path("relation").asText().equals("next"))
                .flatMap(link -> remote.below(link.path("url").asText()).stream())
                .findFirst();
    }

    private Outcome<List<JsonNode>> withPatients(JsonNode bundle) {
        var read = new Reading();
        for (var entry : bundle.path("entry")) {
            if (!entry.at("/search/mode").asText().equals("outcome") && entry.has("resource")) {
                var fault = read.know(entry.path("resource"));
                if (fault.isPresent()) {
                    return Outcome.failed(fault.get());
                }
            }
        }
        return Outcome.of(read.all());
    }

    /** Resources and the patients whom they are about, each once. */
    private final class Reading {
        private final Map<String, JsonNode> patients = new LinkedHashMap<>();
        private final Map<String, JsonNode> others = new LinkedHashMap<>();

        Optional<Fault> add(String path) {
            if (!path.matches("[A-Z][A-Za-z]+/[A-Za-z0-9.\\-]{1,64}(/_history/.*)?")
                    || patients.containsKey(path)
                    || others.containsKey(path)) {
                return Optional.empty();
            }
            return switch (remote.get(path.replaceFirst("/_history/.*", ""), JSON)) {
                case Outcome.Failure<Answer>(var fault) -> Optional.of(fault);
                case Outcome.Success<Answer>(var answer) when answer.isGood() -> know(answer.json());
                case Outcome.Success<Answer>(var answer) when answer.status() >= 500 || answer.status() == 429 ->
                    Optional.of(new Fault.Unavailable("the server of the source, " + answer));
                // It is no more, or not for us.
                case Outcome.Success<Answer> _ -> Optional.empty();
            };
        }

        Optional<Fault> know(JsonNode resource) {
            var type = resource.path("resourceType").asText();
            var name = type + "/" + resource.path("id").asText();
            if (type.equals("Patient")) {
                patients.put(name, resource);
                return Optional.empty();
            }
            others.put(name, resource);
            for (var element : List.of("subject", "patient", "beneficiary")) {
                var whom = remote.below(resource.path(element).path("reference").asText(""));
                if (whom.isPresent() && whom.get().startsWith("Patient/")) {
                    relative(resource, element, whom.get());
                    var fault = add(whom.get());
                    if (fault.isPresent()) {
                        return fault;
                    }
                }
            }
            return Optional.empty();
        }

        private static void relative(JsonNode resource, String element, String whom) {
            if (resource.path(element) instanceof ObjectNode reference) {
                reference.put("reference", whom);
            }
        }

        List<JsonNode> all() {
            var all = new ArrayList<>(patients.values());
            all.addAll(others.values());
            return List.copyOf(all);
        }
    }
}
