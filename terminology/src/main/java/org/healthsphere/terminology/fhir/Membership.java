package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.healthsphere.terminology.content.Extensions;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.fhir.Issue.Kind;
import org.healthsphere.terminology.fhir.Issue.Severity;
import org.healthsphere.terminology.index.SystemView;

/** Whether a code is in what one include or exclude takes from its code system, and what is to be said about it. */
final class Membership {
    private static final Set<String> ON_THE_WAY_OUT = Set.of("withdrawn", "deprecated");

    private final Asked asked;
    private final Inquiry inquiry;
    private final ValueSet valueSet;
    private final boolean excluding;

    Membership(Asked asked, Inquiry inquiry, ValueSet valueSet, boolean excluding) {
        this.asked = asked;
        this.inquiry = inquiry;
        this.valueSet = valueSet;
        this.excluding = excluding;
    }

    boolean isIn(SystemView system, Include include, Given.Item coding, String at, Judged judged) {
        var concept = system.find(coding.code());
        if (concept == SystemView.NONE) {
            return include.isWholeSystem() && isUnknownButAllowed(system, coding, at);
        }
        if (include.isWholeSystem()) {
            return isInWhole(new Place(system, concept, at), coding, judged);
        }
        for (var listed : include.concepts()) {
            if (listed.path("code").asText("").equals(coding.code())) {
                return isListed(new Place(system, concept, at), listed, judged);
            }
        }
        return !include.filters().isEmpty()
                && Filtered.of(system, include, valueSet).contains(concept)
                && isFiltered(new Place(system, concept, at), judged);
    }

    /** A code nobody knows may still be one, when only a part of the system is held. */
    private boolean isUnknownButAllowed(SystemView system, Given.Item coding, String at) {
        if (asked.is("valueset-membership-only") || excluding) {
            return false;
        }
        inquiry.issues().add(unknown(system, coding.code(), at));
        return !system.facts().isComplete();
    }

    /** What is said of a code that the system does not have. */
    static Issue unknown(SystemView system, String code, String at) {
        var id = system.id();
        var place = Given.below(at, "code");
        if (!system.facts().isComplete()) {
            return Issue.of(
                    Severity.WARNING,
                    Kind.INVALID_CODE,
                    place,
                    Message.UNKNOWN_CODE_IN_FRAGMENT,
                    code,
                    id.url(),
                    id.version());
        }
        return id.hasVersion()
                ? Issue.error(Kind.INVALID_CODE, place, Message.UNKNOWN_CODE_IN_VERSION, code, id.url(), id.version())
                : Issue.error(Kind.INVALID_CODE, place, Message.UNKNOWN_CODE, code, id.url());
    }

    private boolean isInWhole(Place place, Given.Item coding, Judged judged) {
        var spelled = place.system().code(place.concept());
        if (!spelled.equals(coding.code()) && !excluding) {
            inquiry.issues()
                    .add(Issue.of(
                            Severity.INFORMATION,
                            Kind.CODE_RULE,
                            place.code(),
                            Message.CODE_CASE_DIFFERENCE,
                            coding.code(),
                            spelled,
                            place.system().id()));
            judged.normalForm(spelled);
        }
        judged.names().addAll(place.system(), place.concept());
        if (isAbstractAndMayNot(place)) {
            return false;
        }
        var leftOut = Scope.excludesInactive(valueSet) || asked.is("activeOnly");
        if (leftOut && place.isInactive()) {
            if (!excluding) {
                inquiry.say(Issue.error(
                        Kind.CODE_RULE, place.code(), Message.STATUS_CODE_WARNING_CODE, "not active", coding.code()));
                note(place, judged);
            }
            return false;
        }
        note(place, judged);
        return true;
    }

    private void note(Place place, Judged judged) {
        if (!excluding) {
            judged.standing(place.system(), place.concept(), place.at());
        }
    }

    private boolean isAbstractAndMayNot(Place place) {
        if (asked.allowsAbstract() || !place.system().isAbstract(place.concept())) {
            return false;
        }
        if (!asked.is("valueset-membership-only") && !excluding) {
            inquiry.issues()
                    .add(Issue.error(
                            Kind.CODE_RULE,
                            place.code(),
                            Message.ABSTRACT_CODE_NOT_ALLOWED,
                            place.system().id().url(),
                            place.system().code(place.concept())));
        }
        return true;
    }

    private boolean isListed(Place place, JsonNode listed, Judged judged) {
        judged.names().addAll(place.system(), place.concept());
        judged.names().addListed(listed, valueSet.resource().path("language").asText(""));
        if (!isFiltered(place, judged)) {
            return false;
        }
        var standing = Extensions.text(listed, Extensions.STANDARDS_STATUS);
        if (standing.isEmpty() && Extensions.find(listed, Extensions.DEPRECATED).isPresent()) {
            standing = "deprecated";
        }
        if (ON_THE_WAY_OUT.contains(standing) && !excluding) {
            inquiry.issues()
                    .add(Issue.of(
                            Severity.WARNING,
                            Kind.CODE_COMMENT,
                            place.code(),
                            Message.CONCEPT_DEPRECATED_IN_VALUESET,
                            place.system().id().url(),
                            place.system().code(place.concept()),
                            standing,
                            valueSet.id()));
        }
        return true;
    }

    private boolean isFiltered(Place place, Judged judged) {
        if (judged.names().isEmpty()) {
            judged.names().addAll(place.system(), place.concept());
        }
        if (isAbstractAndMayNot(place)) {
            return false;
        }
        note(place, judged);
        return !(Scope.excludesInactive(valueSet) && place.isInactive());
    }

    /** A concept, and where the coding stands that names it. */
    private record Place(SystemView system, int concept, String at) {
        String code() {
            return Given.below(at, "code");
        }

        boolean isInactive() {
            return system.isInactive(concept);
        }
    }
}
