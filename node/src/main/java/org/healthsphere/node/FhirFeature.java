package org.healthsphere.node;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.federation.linkage.Location;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.federation.linkage.Resemblance;
import org.healthsphere.node.access.Bearers;
import org.healthsphere.node.api.FhirAccess;
import org.healthsphere.node.care.InternationalPatientSummary;
import org.healthsphere.node.care.OwnSummary;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.fhir.Intake;
import org.healthsphere.node.fhir.Interactions;
import org.healthsphere.node.fhir.Labelling;
import org.healthsphere.node.fhir.Matching;
import org.healthsphere.node.fhir.Profiles;
import org.healthsphere.node.fhir.Summaries;
import org.healthsphere.node.fhir.Validation;
import org.healthsphere.node.fhir.audit.AuditEvents;
import org.healthsphere.node.fhir.bulk.Exports;
import org.healthsphere.node.fhir.jobs.Jobs;
import org.healthsphere.node.fhir.subscription.Subscriptions;
import org.healthsphere.node.handover.Handovers;
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
        Behind behind,
        UseCases useCases,
        Environment environment,
        Optional<Subscriptions> subscriptions) {
    /** The reference validator takes half a minute to make itself ready. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /**
     * What it is joined to.
     *
     * @param oauth where apps get leave to call it; empty: not here
     * @param handovers to other members; empty: another process of the hospital sends them
     */
    record Behind(
            Kept kept,
            ReleaseGate gate,
            Exchange.Linking linking,
            Bearers bearers,
            Supplier<Map<String, String>> oauth,
            Supplier<TerminologyOperations> terminology,
            Labelling labelling,
            Optional<Handovers> handovers) {}

    Routes routes() {
        var kept = behind.kept();
        var intake = new Intake(kept.parameters(), behind.labelling());
        var interactions = new Interactions(intake, kept.store(), kept.index(), gate(), kept.audit(), this::newId);
        var offered = new FhirRoutes.Offered(
                interactions,
                exports(interactions),
                operations(intake, interactions),
                new Jobs(Jobs.Kind.REQUEST, kept.store(), environment.clock(), this::newId),
                subscriptions,
                Optional.of(new AuditEvents(config.id(), behind.kept().auditOfAll())));
        var access = new FhirAccess(behind.bearers(), environment.random());
        return new FhirRoutes(useCases, offered, kept.parameters(), access, settings(), environment.clock());
    }

    private FhirRoutes.Settings settings() {
        return new FhirRoutes.Settings(
                config.url().map(url -> url + FhirRoutes.BASE),
                FhirRoutes.Settings.USUAL.largestBody(),
                behind.oauth());
    }

    private ReleaseGate gate() {
        return behind.gate();
    }

    private String newId() {
        return FhirAccess.newId(environment.random());
    }

    private Exports exports(Interactions interactions) {
        return new Exports(
                interactions,
                gate(),
                behind.kept().store(),
                behind.kept().parameters(),
                environment.clock(),
                this::newId);
    }

    private FhirRoutes.Operations operations(Intake intake, Interactions interactions) {
        var linking = behind.linking();
        var summary = new OwnSummary(
                config.id(), new InternationalPatientSummary(config.id(), config.organization()), environment.clock());
        return new FhirRoutes.Operations(
                new Validation(intake, gate(), profiles()),
                new Matching(intake, gate(), new Registered(linking.register()), linking.tokenizer()),
                new Summaries(
                        gate(), interactions.records(), (access, record) -> summary.of(access.correlation(), record)),
                behind.terminology(),
                behind.handovers());
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
        public List<Resemblance> resembling(Demographics wanted, Predicate<String> counts) {
            return patients.resembling(wanted, counts);
        }

        @Override
        public int size() {
            return patients.size();
        }
    }
}
