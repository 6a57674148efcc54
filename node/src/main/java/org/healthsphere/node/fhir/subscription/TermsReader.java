package org.healthsphere.node.fhir.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.healthsphere.node.access.Scope.Interaction;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.fhir.subscription.Reading.Extension;
import org.healthsphere.node.fhir.subscription.Terms.Channel;
import org.healthsphere.node.fhir.subscription.Terms.Content;
import org.healthsphere.node.fhir.subscription.Terms.Pace;
import org.healthsphere.node.fhir.subscription.Terms.Payload;
import org.healthsphere.node.release.Reach;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.index.VersionMatches;
import org.healthsphere.specs.Outcome;

/**
 * Reads what a Subscription asks for (backport-subscription of Subscriptions R5 Backport 1.1). What cannot be honoured is refused
 * by the element that asks for it: an unknown topic, filter, channel or payload, and content that the subscriber's token does not
 * reach.
 */
final class TermsReader {
    static final int MOST_AT_ONCE = 100;

    private static final String CRITERIA = "Subscription.criteria";
    private static final String CHANNEL = "Subscription.channel";
    private static final String PAYLOAD = CHANNEL + ".payload";
    private static final int LONGEST_TIMEOUT = 60;
    private static final int LONGEST_HEARTBEAT = 7 * 24 * 60 * 60;
    private static final int HIGHEST_COUNT = 1_000_000;
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern MIME = Pattern.compile("application/(?:fhir\\+)?(?:json|xml)((?:\\s*;\\s*[^;]+)*)");
    private static final Set<String> MIME_PARAMETERS =
            Set.of("", "fhirversion=4.0", "fhirversion=4.0.1", "charset=utf-8");

    private final Topics topics;
    private final VersionMatches matches;
    private final Targets targets;
    private final BiFunction<String, Parameters, Outcome<List<Criterion>>> searches;

    /** What a filter says is read as the criteria of a search are. */
    TermsReader(
            Topics topics,
            VersionMatches matches,
            Targets targets,
            BiFunction<String, Parameters, Outcome<List<Criterion>>> searches) {
        this.topics = topics;
        this.matches = matches;
        this.targets = targets;
        this.searches = searches;
    }

    Topics topics() {
        return topics;
    }

    /** {@link org.healthsphere.specs.Fault.Unprocessable} with every problem found. */
    Outcome<Terms> read(JsonNode subscription, Reach reach) {
        var reading = new Reading();
        return reading.outcome(read(reading, subscription, reach));
    }

    Optional<Terms> read(Reading reading, JsonNode subscription, Reach reach) {
        var channel = subscription.path("channel");
        List.of("", ".channel").forEach(part -> {
            if ((part.isEmpty() ? subscription : channel).has("modifierExtension")) {
                reading.problem("Subscription" + part + ".modifierExtension", "is not understood here");
            }
        });
        var topic = topic(reading, subscription);
        var filters = topic.map(t -> filters(reading, t, subscription.path("_criteria")));
        var way = channel(reading, channel);
        var payload = payload(reading, channel);
        var pace = pace(reading, channel);
        topic.ifPresent(t -> payload.ifPresent(p -> withinReach(reading, t, p, reach)));
        return topic.flatMap(t ->
                filters.flatMap(f -> way.flatMap(w -> payload.map(p -> new Terms(t, f, w, p, pace)))));
    }

    private Optional<Topic> topic(Reading reading, JsonNode subscription) {
        var topic = topics.find(subscription.path("criteria").asText());
        if (topic.isEmpty()) {
            reading.problem(
                    CRITERIA, "is the canonical URL of a topic of this server; the CapabilityStatement lists them");
        }
        return topic;
    }

    private List<Criterion> filters(Reading reading, Topic topic, JsonNode criteria) {
        var all = new ArrayList<Criterion>();
        reading.extensions(criteria, CRITERIA, "backport-filter-criteria")
                .forEach(filter -> all.addAll(filter(reading, topic, filter)));
        return all;
    }

    /** {@code Encounter?patient=Patient/1&status=finished}, or without the type. */
    private List<Criterion> filter(Reading reading, Topic topic, Extension extension) {
        var at = extension.at() + ".valueString";
        var text = extension.text("valueString");
        var question = text.indexOf('?');
        if (question >= 0 && !text.substring(0, question).equals(topic.type())) {
            reading.problem(at, "filters by what its topic does not: " + topic.type() + "?parameter=value");
            return List.of();
        }
        var criteria = reading.value(
                at,
                Parameters.of(text.substring(question + 1))
                        .then(asked -> searches.apply(topic.type(), asked))
                        .then(found -> matches.check(topic.type(), found)));
        if (criteria.filter(List::isEmpty).isPresent()) {
            reading.problem(at, "has no filter in it: " + topic.type() + "?parameter=value");
        }
        return criteria.orElse(List.of());
    }

    private Optional<Channel> channel(Reading reading, JsonNode channel) {
        var type = channel.path("type").asText();
        var custom = reading.extension(channel.path("_type"), CHANNEL + ".type", "backport-channel-type");
        if (custom.isPresent()) {
            var coding = custom.get().json().path("valueCoding");
            if (!coding.path("code").asText().equals(type)) {
                reading.problem(
                        custom.get().at() + ".valueCoding",
                        "names a channel that is not offered: rest-hook, websocket");
                return Optional.empty();
            }
        }
        return switch (type) {
            case "rest-hook" ->
                reading.value(
                                CHANNEL + ".endpoint",
                                targets.check(channel.path("endpoint").asText()))
                        .map(Channel.RestHook::new);
            case "websocket" -> Optional.of(new Channel.WebSocket());
            default -> {
                reading.problem(CHANNEL + ".type", "is rest-hook or websocket here");
                yield Optional.empty();
            }
        };
    }

    private static Optional<Payload> payload(Reading reading, JsonNode channel) {
        var mime = channel.path("payload").asText();
        var form = MIME.matcher(mime.toLowerCase(Locale.ROOT));
        var understood = form.matches()
                && List.of(form.group(1).split(";", -1)).stream()
                        .allMatch(p -> MIME_PARAMETERS.contains(p.replace(" ", "")));
        if (!understood) {
            reading.problem(PAYLOAD, "is application/fhir+json or application/fhir+xml, of FHIR version 4.0");
        }
        var extension = reading.extension(channel.path("_payload"), PAYLOAD, "backport-payload-content");
        var content = extension.flatMap(e -> Content.of(e.text("valueCode")));
        if (content.isEmpty()) {
            reading.problem(
                    extension.map(e -> e.at() + ".valueCode").orElse(PAYLOAD + ".extension"),
                    "backport-payload-content is empty, id-only or full-resource");
        }
        return content.filter(_ -> understood).map(c -> new Payload(mime, c));
    }

    private static Pace pace(Reading reading, JsonNode channel) {
        var heartbeat =
                reading.number(channel, CHANNEL, "backport-heartbeat-period", "valueUnsignedInt", LONGEST_HEARTBEAT);
        var timeout = reading.number(channel, CHANNEL, "backport-timeout", "valueUnsignedInt", LONGEST_TIMEOUT);
        var count = reading.number(channel, CHANNEL, "backport-max-count", "valuePositiveInt", HIGHEST_COUNT);
        return new Pace(
                heartbeat.map(Duration::ofSeconds),
                timeout.map(Duration::ofSeconds).orElse(USUAL_TIMEOUT),
                Math.min(MOST_AT_ONCE, count.orElse(MOST_AT_ONCE)));
    }

    /** To be told what a resource says one must be allowed to read it; to be told that there is one, to find it. */
    private static void withinReach(Reading reading, Topic topic, Payload payload, Reach reach) {
        if (payload.content() == Content.FULL_RESOURCE && !reach.permits(Interaction.READ, topic.type())) {
            reading.problem(
                    PAYLOAD + ".extension", "asks for more than the token's scopes cover: reading " + topic.type());
        } else if (!reach.permits(Interaction.READ, topic.type()) && !reach.permits(Interaction.SEARCH, topic.type())) {
            reading.problem(CRITERIA, "is about what the token's scopes do not cover: " + topic.type());
        }
    }
}
