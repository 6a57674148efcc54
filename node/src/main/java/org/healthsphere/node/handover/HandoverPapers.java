package org.healthsphere.node.handover;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.federation.exchange.Question;
import org.healthsphere.federation.exchange.RecordFilter;
import org.healthsphere.federation.exchange.ReleasedRecord;
import org.healthsphere.federation.exchange.ReleasedRecords;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.node.care.HandedDocuments;
import org.healthsphere.node.care.NetworkRecords;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.SensitivityLabels;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/** Makes the letter to another hospital of what consent lets that hospital have now, with a receipt for it as for a question of its own. */
final class HandoverPapers {
    /** Whoever reads there what comes in. */
    private static final String THERE = "inbox";

    private final ReleasedRecords released;
    private final NetworkRecords.Names names;
    private final HandedDocuments documents;
    private final String organization;

    HandoverPapers(
            ReleasedRecords released, NetworkRecords.Names names, HandedDocuments documents, String organization) {
        this.released = released;
        this.names = names;
        this.documents = documents;
        this.organization = organization;
    }

    /** What came of making it. */
    sealed interface Made {}

    record Written(HandoverLetter letter) implements Made {}

    /** No consent, or no data: it is not said which. */
    record Nothing() implements Made {}

    /** Consent is not known freshly enough. */
    record NotNow() implements Made {}

    Made of(Sent sent) {
        var request = new ReleasedRecords.Request(
                Optional.of(sent.order().patient()), question(sent.order().to()), sent.id());
        return switch (released.matching(request)) {
            case ReleasedRecords.StaleView _ -> new NotNow();
            case ReleasedRecords.Permitted(var records, var _) -> written(sent, records);
            case ReleasedRecords.PermittedAtLength length -> written(sent, length.inMemory());
        };
    }

    /** As if somebody there asked for it. */
    private static Question question(NodeId to) {
        return new Question(
                new Requester(to, THERE, Role.CLINICIAN),
                PurposeOfUse.TREAT,
                Optional.empty(),
                PatientTokens.NOBODY,
                RecordFilter.EVERYTHING,
                0);
    }

    private Made written(Sent sent, List<ReleasedRecord> records) {
        var order = sent.order();
        var kind = order.kind();
        var said = new HandedDocuments.Said(
                kind.document(), kind.title(), kind.section(), kind.heading(), order.words());
        var patient = records.stream()
                .filter(record -> record.type().equals("Patient") && record.id().equals(order.patient()))
                .findFirst()
                .map(record -> Json.tree(record.json()));
        return patient.isPresent()
                        && documents.of(sent.id(), records, said, sent.at())
                                instanceof Outcome.Success<HandedDocuments.Pair>(var pair)
                ? new Written(letter(sent, patient.get(), pair, labels(records)))
                : new Nothing();
    }

    private HandoverLetter letter(
            Sent sent, ObjectNode patient, HandedDocuments.Pair documents, Set<String> labels) {
        // Whom no token tells, the other hospital finds or takes in by who he is.
        var tokens = names.of(sent.order().patient(), Demographics.of(patient));
        return new HandoverLetter(
                sent.id(),
                sent.order(),
                sent.by(),
                organization,
                sent.at(),
                tokens instanceof Outcome.Success<PatientTokens>(var made) ? made : PatientTokens.NOBODY,
                patient,
                documents.fhir(),
                documents.cda(),
                labels);
    }

    /** A document is as sensitive as anything in it. */
    private static Set<String> labels(List<ReleasedRecord> records) {
        return records.stream()
                .flatMap(record -> Json.elements(Json.tree(record.json()).at("/meta/security")))
                .filter(coding -> coding.path("system").asText().equals(SensitivityLabels.SYSTEM))
                .map(coding -> coding.path("code").asText())
                .filter(SensitivityLabels.codes()::contains)
                .collect(Collectors.toSet());
    }
}
