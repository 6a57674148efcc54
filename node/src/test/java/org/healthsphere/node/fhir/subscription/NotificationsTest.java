package org.healthsphere.node.fhir.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.BASE;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.EXTENSION;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.TOPIC;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.asking;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.channel;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.content;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.subscription;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.junit.jupiter.api.Test;

/** The form of what is sent, read by the reference parser. */
class NotificationsTest {
    private static final FhirContext FHIR = FhirContext.forR4Cached();

    private final SubscribedHouse subscribed = new SubscribedHouse();
    private final Inbox inbox = subscribed.inbox;

    private Bundle newest() {
        return parsed(inbox.bodies.getLast().utf8());
    }

    private static Bundle parsed(String json) {
        var bundle = FHIR.newJsonParser()
                .setParserErrorHandler(new StrictErrorHandler())
                .parseResource(Bundle.class, json);
        assertIsANotification(bundle);
        return bundle;
    }

    /** backport-subscription-notification-r4, with the invariants of a history. */
    private static void assertIsANotification(Bundle bundle) {
        assertThat(bundle.getType()).isEqualTo(BundleType.HISTORY);
        assertThat(bundle.getMeta().hasProfile(EXTENSION + "backport-subscription-notification-r4"))
                .isTrue();
        assertThat(bundle.getTimestamp()).isEqualTo(Date.from(Instant.parse("2026-03-03T10:15:00Z")));
        assertThat(bundle.getEntry()).allSatisfy(entry -> {
            assertThat(entry.getFullUrl()).isNotEmpty();
            assertThat(entry.getRequest().getMethod()).isNotNull();
            assertThat(entry.getRequest().getUrl()).isNotEmpty();
            assertThat(entry.getResponse().getStatus()).isNotEmpty();
        });
        var first = bundle.getEntryFirstRep();
        assertThat(first.getFullUrl())
                .startsWith("urn:uuid:")
                .isEqualTo(first.getResource().getIdElement().getValue());
        assertThat(first.getResource().getMeta().hasProfile(EXTENSION + "backport-subscription-status-r4"))
                .isTrue();
    }

    private static org.hl7.fhir.r4.model.Parameters status(Bundle bundle) {
        return (org.hl7.fhir.r4.model.Parameters) bundle.getEntryFirstRep().getResource();
    }

    private static Optional<Type> value(Bundle bundle, String name) {
        return Optional.ofNullable(status(bundle).getParameter(name)).map(ParametersParameterComponent::getValue);
    }

    private static String text(Bundle bundle, String name) {
        return value(bundle, name).map(Type::primitiveValue).orElse("");
    }

    private void told(String content) {
        subscribed.subscribed("Observation-change", s -> content(s, content));
        subscribed.pulse("p1", "ann");
        subscribed.look();
    }

    @Test
    void a_handshake_says_who_greets_and_nothing_else() {
        var id = subscribed.created(asking(), subscription("Observation-change", _ -> {}));
        subscribed.look();
        var bundle = newest();
        assertThat(bundle.getEntry()).hasSize(1);
        assertThat(bundle.getEntryFirstRep().getRequest().getMethod()).isEqualTo(HTTPVerb.GET);
        assertThat(bundle.getEntryFirstRep().getRequest().getUrl())
                .isEqualTo(BASE + "/Subscription/" + id + "/$status");
        assertThat(value(bundle, "subscription"))
                .get()
                .isInstanceOfSatisfying(
                        Reference.class, r -> assertThat(r.getReference()).isEqualTo(BASE + "/Subscription/" + id));
        assertThat(value(bundle, "topic").orElseThrow()).isInstanceOf(CanonicalType.class);
        assertThat(value(bundle, "status").orElseThrow()).isInstanceOf(CodeType.class);
        assertThat(text(bundle, "status")).isEqualTo("requested");
        assertThat(text(bundle, "type")).isEqualTo("handshake");
        assertThat(value(bundle, "events-since-subscription-start").orElseThrow())
                .isInstanceOf(StringType.class);
        assertThat(text(bundle, "events-since-subscription-start")).isEqualTo("0");
        assertThat(value(bundle, "notification-event")).isEmpty();
    }

    @Test
    void an_empty_one_says_only_that_there_is_something() {
        told("empty");
        var bundle = newest();
        assertThat(bundle.getEntry()).hasSize(1);
        assertThat(value(bundle, "topic")).isEmpty();
        var event = status(bundle).getParameter("notification-event");
        assertThat(event.getPart())
                .extracting(ParametersParameterComponent::getName)
                .containsExactly("event-number", "timestamp");
        assertThat(inbox.bodies.getLast().utf8()).doesNotContain("Observation");
    }

    @Test
    void one_of_ids_says_what_it_is_about() {
        told("id-only");
        var bundle = newest();
        assertThat(text(bundle, "topic")).isEqualTo(TOPIC + "Observation-change");
        var parts = status(bundle).getParameter("notification-event").getPart();
        assertThat(parts)
                .extracting(ParametersParameterComponent::getName)
                .containsExactly("event-number", "timestamp", "focus");
        assertThat(parts.get(0).getValue()).isInstanceOf(StringType.class).hasToString("1");
        assertThat(parts.get(1).getValue()).isInstanceOf(InstantType.class);
        assertThat(((Reference) parts.get(2).getValue()).getReference()).isEqualTo(BASE + "/Observation/p1");
        assertThat(bundle.getEntry()).hasSize(2);
        var entry = bundle.getEntry().get(1);
        assertThat(entry.hasResource()).isFalse();
        assertThat(entry.getFullUrl()).isEqualTo(BASE + "/Observation/p1");
        assertThat(entry.getRequest().getMethod()).isEqualTo(HTTPVerb.POST);
        assertThat(entry.getRequest().getUrl()).isEqualTo("Observation");
        assertThat(entry.getResponse().getStatus()).isEqualTo("201");
    }

    @Test
    void a_full_one_has_the_resource_as_it_is_kept() {
        told("full-resource");
        var bundle = newest();
        var entry = bundle.getEntry().get(1);
        assertThat(entry.getResource()).isInstanceOf(Observation.class);
        var kept = subscribed
                .house
                .store
                .get(new ResourceId("Observation", "p1"))
                .map(StoredResource::json)
                .orElseThrow();
        assertThat(inbox.bodies.getLast().utf8()).contains(kept.utf8());
        assertThat(text(bundle, "topic")).isEqualTo(TOPIC + "Observation-change");
    }

    /** What the resource said when the event happened, not what it says now. */
    @Test
    void a_full_one_has_the_version_that_the_event_made() {
        subscribed.subscribed("Observation-change", s -> content(s, "full-resource"));
        subscribed.pulse("p1", "ann");
        subscribed.pulse("p1", "ann");
        subscribed.look();
        assertThat(newest().getEntry().stream().skip(1))
                .extracting(e -> e.getResource().getMeta().getVersionId() + " "
                        + e.getRequest().getMethod() + " " + e.getRequest().getUrl() + " "
                        + e.getResponse().getStatus())
                .containsExactly("1 POST Observation 201", "2 PUT Observation/p1 200");
    }

    @Test
    void a_deletion_has_no_resource_and_says_how_it_came_about() {
        subscribed.pulse("p1", "ann");
        subscribed.subscribed("Observation-delete", s -> content(s, "full-resource"));
        subscribed.house.delete("Observation", "p1");
        subscribed.look();
        var entry = newest().getEntry().get(1);
        assertThat(entry.hasResource()).isFalse();
        assertThat(entry.getRequest().getMethod()).isEqualTo(HTTPVerb.DELETE);
        assertThat(entry.getRequest().getUrl()).isEqualTo("Observation/p1");
        assertThat(entry.getResponse().getStatus()).isEqualTo("204");
    }

    @Test
    void it_is_written_in_the_format_that_was_asked_for_and_says_so_in_the_same_words() {
        for (var mime : List.of("application/fhir+json; fhirVersion=4.0", "application/fhir+xml")) {
            subscribed.created(
                    asking(), subscription("Observation-change", s -> channel(s).put("payload", mime)));
            subscribed.look();
            assertThat(inbox.messages.getLast().contentType()).isEqualTo(mime);
        }
        var xml = inbox.messages.getLast().body().utf8();
        assertIsANotification(FHIR.newXmlParser()
                .setParserErrorHandler(new StrictErrorHandler())
                .parseResource(Bundle.class, xml));
    }

    @Test
    void too_much_for_one_notification_is_told_in_several() {
        subscribed.subscribed("Observation-change", s -> content(s, "full-resource"));
        for (var i = 0; i < 3; i++) {
            subscribed.house.put(
                    "Observation", "p" + i, "ann", "{'status':'final','valueString':'" + "x".repeat(600_000) + "'}");
        }
        subscribed.look();
        assertThat(inbox.bodies)
                .hasSize(3)
                .allSatisfy(body -> assertThat(body.length()).isLessThan(700_000));
    }

    @Test
    void a_status_is_a_searchset_that_says_why_it_is_in_error() {
        inbox.answers.add(new Delivery.Refused(500));
        var id = subscribed.created(asking(), subscription("Observation-change", _ -> {}));
        subscribed.look();
        var json = subscribed
                .subscriptions
                .status(asking(), Optional.of(id), new Parameters(List.of()))
                .orElseThrow();
        var bundle = FHIR.newJsonParser()
                .setParserErrorHandler(new StrictErrorHandler())
                .parseResource(Bundle.class, json.utf8());
        assertThat(bundle.getType()).isEqualTo(BundleType.SEARCHSET);
        assertThat(bundle.getTotal()).isEqualTo(1);
        assertThat(text(bundle, "status")).isEqualTo("error");
        assertThat(text(bundle, "type")).isEqualTo("query-status");
        assertThat(status(bundle).getParameter("error").getValue())
                .isInstanceOfSatisfying(
                        CodeableConcept.class,
                        c -> assertThat(c.getText()).isEqualTo("the endpoint answered with status 500"));
    }
}
