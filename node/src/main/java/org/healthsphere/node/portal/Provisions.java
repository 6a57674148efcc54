package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.healthsphere.node.web.me.ConsentTerms;
import org.healthsphere.node.web.me.ConsentTerms.Whom;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.node.web.view.Clinician;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.node.web.view.Party;
import org.healthsphere.node.web.view.Sensitivity;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;

/**
 * Whom a yes is for and what it leaves out, in the provisions of a Consent, and back.
 *
 * <p>Hospitals that alone may see are conditions of the yes itself: to others it says nothing. Those that may not, and what is kept
 * back, are denials within it, for whoever treats and not for the patient.
 */
record Provisions(ObjectNode provision) {
    private static final String TYPES = "http://hl7.org/fhir/resource-types";
    private static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    private static final String RECIPIENT = "IRCP";
    private static final String ORGANIZATION = "Organization/";

    void write(ConsentTerms terms) {
        switch (terms) {
            case ConsentTerms.Treatment treatment -> {
                whom(treatment.whom());
                treatment.except().forEach(sensitivity -> label(sensitivity, PurposeOfUse.TREAT));
                treatment.kinds().forEach(this::kind);
            }
            case ConsentTerms.Research research ->
                research.except().forEach(sensitivity -> label(sensitivity, PurposeOfUse.HRESCH));
            case ConsentTerms.Other _ -> {}
        }
    }

    private void whom(Whom whom) {
        switch (whom) {
            case Whom.Everybody _ -> {}
            case Whom.AllBut(var hospitals) -> actors(denial(PurposeOfUse.TREAT), hospitals);
            case Whom.Only(var hospitals) -> actors(provision, hospitals);
        }
    }

    private static void actors(ObjectNode of, List<Party> parties) {
        var actors = of.putArray("actor");
        for (var party : parties) {
            var actor = actors.addObject();
            var role = actor.putObject("role").putArray("coding").addObject();
            ConsentPaper.coding(role, PARTICIPATION, RECIPIENT);
            refer(actor.putObject("reference"), party);
        }
    }

    private static void refer(ObjectNode reference, Party to) {
        switch (to) {
            case Clinician clinician ->
                reference
                        .put("display", clinician.name())
                        .putObject("identifier")
                        .put("system", org.healthsphere.consent.ConsentTerms.USERS)
                        .put("value", clinician.id());
            case Hospital hospital -> reference.put("reference", ORGANIZATION + hospital.id());
        }
    }

    private void label(Sensitivity sensitivity, PurposeOfUse from) {
        var label = SensitivityCodes.of(sensitivity);
        var labels = denial(from).putArray("securityLabel");
        ConsentPaper.coding(labels.addObject(), label.system(), label.code());
    }

    private void kind(Category kind) {
        var types = denial(PurposeOfUse.TREAT).putArray("class");
        Categories.types(kind).forEach(type -> ConsentPaper.coding(types.addObject(), TYPES, type));
    }

    private ObjectNode denial(PurposeOfUse from) {
        var denial = provision.withArray("provision").addObject().put("type", "deny");
        ConsentPaper.coding(denial.putArray("purpose").addObject(), ConsentPaper.ACT_REASON, from.name());
        return denial;
    }

    /** What these provisions may say; whether they say it and nothing else shows when it is written again. */
    static Optional<ConsentTerms> read(
            JsonNode provision, boolean isResearch, Optional<LocalDate> until, Function<NodeId, Hospital> names) {
        var except = EnumSet.noneOf(Sensitivity.class);
        var kinds = EnumSet.noneOf(Category.class);
        List<Party> denied = new ArrayList<>();
        for (var denial : provision.path("provision")) {
            if (denial.has("actor")) {
                denied.addAll(parties(denial, names));
            } else if (!add(sensitivity(denial), except) && !add(kind(denial), kinds)) {
                return Optional.empty();
            }
        }
        return isResearch
                ? Optional.of(new ConsentTerms.Research(except, until))
                : Optional.of(
                        new ConsentTerms.Treatment(whom(parties(provision, names), denied), except, kinds, until));
    }

    private static <T> boolean add(Optional<T> found, Collection<T> to) {
        found.ifPresent(to::add);
        return found.isPresent();
    }

    private static Optional<Sensitivity> sensitivity(JsonNode denial) {
        return SensitivityCodes.of(
                denial.path("securityLabel").path(0).path("code").asText());
    }

    private static Optional<Category> kind(JsonNode denial) {
        return Categories.ofAll(denial.path("class")
                        .valueStream()
                        .map(type -> type.path("code").asText())
                        .toList())
                .filter(kind -> kind != Category.PERSON);
    }

    private static Whom whom(List<Party> only, List<Party> denied) {
        if (!only.isEmpty()) {
            return new Whom.Only(only);
        }
        return denied.isEmpty() ? Whom.EVERYBODY : new Whom.AllBut(denied);
    }

    private static List<Party> parties(JsonNode provision, Function<NodeId, Hospital> names) {
        return provision
                .path("actor")
                .valueStream()
                .map(actor -> actor.path("reference"))
                .<Party>flatMap(reference -> named(reference, names).stream())
                .toList();
    }

    private static Optional<? extends Party> named(JsonNode reference, Function<NodeId, Hospital> names) {
        var user = reference.path("identifier").path("value").asText();
        if (!user.isEmpty()) {
            return Clinician.named(user, reference.path("display").asText(), names);
        }
        return Optional.of(reference.path("reference").asText())
                .filter(name -> name.matches(ORGANIZATION + "[a-z][a-z0-9-]{1,62}"))
                .map(name -> names.apply(new NodeId(name.substring(ORGANIZATION.length()))));
    }
}
