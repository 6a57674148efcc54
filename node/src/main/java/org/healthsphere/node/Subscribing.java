package org.healthsphere.node;

import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import org.healthsphere.node.api.FhirAccess;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.fhir.Intake;
import org.healthsphere.node.fhir.Interactions;
import org.healthsphere.node.fhir.subscription.Patience;
import org.healthsphere.node.fhir.subscription.Subscriptions;
import org.healthsphere.node.fhir.subscription.Targets;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.http.fhir.RestHooks;
import org.healthsphere.node.http.fhir.SubscriptionSocket;
import org.healthsphere.node.store.index.VersionMatches;
import org.healthsphere.node.validation.XmlFormat;

/** Subscriptions, joined to the rooms, and to the ways by which subscribers are told. */
record Subscribing(Subscriptions subscriptions, SubscriptionSocket socket) {

    static Subscribing open(
            NodeConfig config, Rooms rooms, Vertx vertx, UseCases useCases, Environment environment, Closing closing) {
        var kept = rooms.kept();
        var settings = config.fhir().subscriptions();
        var targets = new Targets(policy(settings), Targets.Names.SYSTEM);
        var trust = settings.trust().map(SubscriberTrust::with).map(TrustOptions::wrap);
        var hooks = closing.add(new RestHooks(vertx, targets, trust));
        var secrets = new ConfidedSecrets(rooms.identity().secretBox("subscriptions"), environment.random());
        var subscriptions = new Subscriptions(new Subscriptions.Parts(
                new Intake(kept.parameters()),
                Interactions::criteria,
                new VersionMatches(kept.parameters(), new TerminologyCodes(kept.terminology(), kept.published())),
                kept.store(),
                rooms.exchange().releasing().gate(),
                new Subscriptions.Ways(targets, hooks, secrets),
                new Subscriptions.Limits(settings.most(), Subscriptions.Limits.USUAL.each(), Patience.USUAL),
                new XmlFormat()::fromJson,
                environment.clock(),
                environment.random(),
                () -> FhirAccess.newId(environment.random())));
        return new Subscribing(
                subscriptions, new SubscriptionSocket(vertx, useCases, subscriptions, SubscriptionSocket.Pace.USUAL));
    }

    private static Targets.Policy policy(NodeConfig.Subscriptions settings) {
        var endpoints = switch (settings.endpoints()) {
            case PUBLIC -> Targets.Endpoints.PUBLIC;
            case PRIVATE -> Targets.Endpoints.PRIVATE;
            case PLAIN -> Targets.Endpoints.PLAIN;
        };
        return new Targets.Policy(endpoints, settings.hosts());
    }
}
