package org.healthsphere.node;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.healthsphere.federation.linkage.Location;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.node.api.FhirAccess;
import org.healthsphere.node.care.InternationalPatientSummary;
import org.healthsphere.node.care.OwnSummary;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.fhir.Intake;
import org.healthsphere.node.fhir.Interactions;
import org.healthsphere.node.fhir.Matching;
import org.healthsphere.node.fhir.Profiles;
import org.healthsphere.node.fhir.Summaries;
import org.healthsphere.node.fhir.Validation;
import org.healthsphere.node.fhir.bulk.Exports;
import org.healthsphere.node.fhir.jobs.Jobs;
import org.healthsphere.node.fhir.subscription.Subscriptions;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.http.fhir.FhirRoutes;
import org.healthsphere.node.network.PatientRegister;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.validation.Packages;
import org.healthsphere.node.validation.ReferenceValidator;
import org.healthsphere.terminology.fhir.TerminologyOperations;

/** The FHIR interface of a node, joined to its rooms. */
record FhirFeature(
        NodeConfig config,
        Rooms rooms,
        UseCases useCases,
        Environment environment,
        Subscriptions subscriptions,
        Supplier<TerminologyOperations> terminology) {
    /** The reference validator takes half a minute to make itself ready. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    Routes routes() {
        var intake = new Intake(rooms.kept().parameters());
        var kept = rooms.kept();
        var interactions = new Interactions(intake, kept.store(), kept.index(), gate(), kept.audit(), this::newId);
        var offered = new FhirRoutes.Offered(
                interactions,
                exports(interactions),
                operations(intake, interactions),
                new Jobs(Jobs.Kind.REQUEST, kept.store(), environment.clock(), this::newId),
                Optional.of(subscriptions));
        var access = new FhirAccess(rooms.access().bearers(), environment.random());
        return new FhirRoutes(useCases, offered, rooms.kept().parameters(), access, settings(), environment.clock());
    }

    private FhirRoutes.Settings settings() {
        return new FhirRoutes.Settings(
                config.url().map(url -> url + FhirRoutes.BASE),
                FhirRoutes.Settings.USUAL.largestBody(),
                rooms.access().smart()::uris);
    }

    private ReleaseGate gate() {
        return rooms.exchange().releasing().gate();
    }

    private String newId() {
        return FhirAccess.newId(environment.random());
    }

    private Exports exports(Interactions interactions) {
        return new Exports(
                interactions,
                gate(),
                rooms.kept().store(),
                rooms.kept().parameters(),
                environment.clock(),
                this::newId);
    }

    private FhirRoutes.Operations operations(Intake intake, Interactions interactions) {
        var linking = rooms.exchange().linking();
        var summary = new OwnSummary(
                config.id(), new InternationalPatientSummary(config.id(), config.organization()), environment.clock());
        return new FhirRoutes.Operations(
                new Validation(intake, gate(), profiles()),
                new Matching(intake, gate(), new Registered(linking.register()), linking.tokenizer()),
                new Summaries(
                        gate(), interactions.records(), (access, record) -> summary.of(access.correlation(), record)),
                terminology);
    }

    private Profiles profiles() {
        var validator = new ReferenceValidator(new Packages(config.fhir().packages()));
        return (resource, names) -> useCases.heavy(() -> validator.hold(resource, names), PATIENCE);
    }

    /** The register that also answers other members. */
    private record Registered(PatientRegister patients) implements Matching.Register {
        @Override
        public Set<String> alike(PatientTokens tokens) {
            return patients.alike(tokens);
        }

        @Override
        public Location locate(PatientTokens tokens, Predicate<String> counts) {
            return patients.locate(tokens, counts);
        }

        @Override
        public int size() {
            return patients.size();
        }
    }
}
