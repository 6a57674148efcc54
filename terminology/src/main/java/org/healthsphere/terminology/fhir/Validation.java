package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.Standing;
import org.healthsphere.terminology.fhir.Issue.Kind;
import org.healthsphere.terminology.fhir.Issue.Severity;
import org.healthsphere.terminology.fhir.ValueSetCheck.Verdict;
import org.healthsphere.terminology.index.SystemView;

/** Judges what was given against a value set, coding by coding, and writes the answer. The first coding that is in decides. */
final class Validation {
    private final Scope scope;
    private final Given given;
    private final Inquiry inquiry;
    private final ValueSetCheck check;
    private final boolean againstSystem;
    private final List<Finding> findings = new ArrayList<>();
    private boolean incomplete;

    /**
     * A validation.
     *
     * @param againstSystem whether the value set is only a way to ask a code system
     */
    Validation(Scope scope, Given given, Inquiry inquiry, ValueSetCheck check, boolean againstSystem) {
        this.scope = scope;
        this.given = given;
        this.inquiry = inquiry;
        this.check = check;
        this.againstSystem = againstSystem;
    }

    ObjectNode answer() {
        check.status(Standing.of(check.valueSet().resource()), check.valueSet().id(), "ValueSet");
        for (var i = 0; i < given.codings().size() && !incomplete; i++) {
            judge(given.codings().get(i), i);
        }
        if (best().isEmpty() && !isUnknown() && !(incomplete && againstSystem)) {
            sayThatNoneIsIn();
        }
        return written();
    }

    private void judge(Given.Item coding, int index) {
        var at = given.at(index);
        if (coding.code().isEmpty()) {
            incomplete = true;
            inquiry.say(Issue.of(Severity.WARNING, Kind.INVALID_DATA, at, Message.CODING_HAS_NO_SYSTEM));
            return;
        }
        var judged = new Judged();
        var verdict = check.judge(coding, at, judged);
        var system = judged.inferredSystem().isEmpty() ? coding.system() : judged.inferredSystem();
        var finding = new Finding(coding.in(system), index, verdict, judged);
        findings.add(finding);
        if (verdict == Verdict.OUT && !againstSystem && given.isConcept()) {
            inquiry.issues()
                    .add(Issue.of(
                            Severity.INFORMATION,
                            Kind.OTHER_NOT_IN_VALUE_SET,
                            Given.below(at, "code"),
                            Message.NOT_IN_VALUE_SET,
                            finding.coding().text(),
                            named()));
        }
        if (verdict == Verdict.IN) {
            new DisplayCheck(scope.asked(), inquiry).check(finding.coding(), at, judged);
        } else if (!scope.asked().is("valueset-membership-only") && !system.isEmpty()) {
            lookElsewhere(finding);
        }
    }

    /** A code that is not in: is it a code at all? */
    private void lookElsewhere(Finding finding) {
        var coding = finding.coding();
        var at = given.at(finding.index());
        if (!isAbsolute(coding.system())) {
            inquiry.say(Issue.error(Kind.INVALID_DATA, Given.below(at, "system"), Message.SYSTEM_IS_RELATIVE));
        }
        var version =
                coding.version().isEmpty() ? check.versionOf(coding.system()).orElse("") : coding.version();
        var system = scope.system(coding.system(), version);
        if (system.isEmpty()) {
            sayThatSystemIsUnknown(coding, version, at);
            return;
        }
        var found = system.orElseThrow();
        scope.asked()
                .versions()
                .check(found.id().url(), found.id().version(), Given.below(at, "version"))
                .forEach(inquiry.issues()::addOnce);
        check.status(found.facts().standing(), found.id(), "CodeSystem");
        lookUp(found, finding);
    }

    private void lookUp(SystemView system, Finding finding) {
        var coding = finding.coding();
        var at = given.at(finding.index());
        var concept = system.find(coding.code());
        if (concept == SystemView.NONE) {
            if (inquiry.isNewUnknown(system.id() + "#" + coding.code())) {
                var issue = Membership.unknown(system, coding.code(), at);
                inquiry.issues().addOnce(issue);
                if (issue.isError()) {
                    inquiry.messages().add(issue.text());
                }
            }
            return;
        }
        var judged = finding.judged();
        judged.version(system.id().version());
        judged.foundIn(system);
        if (judged.names().isEmpty()) {
            judged.names().addAll(system, concept);
        }
        judged.standing(system, concept, at);
        finding.isCode = true;
        new DisplayCheck(scope.asked(), inquiry).checkOutside(coding, at, judged);
    }

    private void sayThatSystemIsUnknown(Given.Item coding, String version, String at) {
        var place = Given.below(at, "system");
        var canonical = new Canonical(coding.system(), "");
        var supplement = scope.supplement(coding.system(), version);
        if (scope.valueSet(canonical).isPresent()) {
            inquiry.say(Issue.error(Kind.INVALID_DATA, place, Message.SYSTEM_IS_VALUE_SET, coding.system()));
        } else if (supplement.isPresent()) {
            inquiry.say(Issue.error(
                    Kind.INVALID_DATA,
                    place,
                    Message.CODESYSTEM_CS_NO_SUPPLEMENT,
                    supplement.orElseThrow().id()));
        } else {
            var blame = UnknownSystem.of(scope, coding.system(), version);
            inquiry.blame(blame.canonical(), blame.issue(place));
        }
    }

    private static boolean isAbsolute(String url) {
        return url.startsWith("urn:") || url.contains("://");
    }

    private void sayThatNoneIsIn() {
        if (againstSystem && inquiry.issues().hasErrors()) {
            return;
        }
        if (given.isConcept()) {
            inquiry.say(Issue.error(Kind.NOT_IN_VALUE_SET, "", Message.TX_GENERAL_CC_ERROR_MESSAGE, named()));
            return;
        }
        var codes = String.join(
                ", ", findings.stream().map(finding -> finding.coding().text()).toList());
        inquiry.say(Issue.error(
                Kind.NOT_IN_VALUE_SET, Given.below(given.at(0), "code"), Message.NOT_IN_VALUE_SET, codes, named()));
    }

    private String named() {
        var id = check.valueSet().id().toString();
        return id.isEmpty() ? "(unidentified)" : id;
    }

    /** The first coding that is in. */
    private Optional<Finding> best() {
        return findings.stream()
                .filter(finding -> finding.verdict() == Verdict.IN)
                .findFirst();
    }

    private boolean isUnknown() {
        return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.UNKNOWN);
    }

    private ObjectNode written() {
        var told = best().or(() ->
                given.isConcept() ? Optional.empty() : findings.stream().findFirst());
        comment();
        var answer = new Answer()
                .truth("result", best().isPresent() && !inquiry.issues().hasErrors());
        told.ifPresent(finding -> finding.writeTo(answer, scope.asked()));
        var blamed = best().isPresent() || isUnknown() ? "x-caused-by-unknown-system" : "x-unknown-system";
        inquiry.unknownSystems().forEach(system -> answer.text(blamed, "Canonical", system));
        given.concept().ifPresent(concept -> answer.object("codeableConcept", "CodeableConcept", concept));
        var messages = new TreeSet<>(inquiry.messages());
        messages.addAll(inquiry.issues().errors());
        answer.text("message", "String", String.join("; ", messages));
        if (!inquiry.issues().isEmpty()) {
            answer.resource("issues", inquiry.issues().outcome());
        }
        return answer.resource();
    }

    /** Codes that are there and should not be used any more. */
    private void comment() {
        for (var finding : findings) {
            var judged = finding.judged();
            if (judged.isInactive()) {
                var status = judged.status();
                var text = status.isEmpty() || status.equals("inactive") ? "inactive" : status + " and inactive";
                var place = judged.inactiveAt().isEmpty() ? "code" : judged.inactiveAt();
                inquiry.say(Issue.of(
                        Severity.WARNING,
                        Kind.CODE_COMMENT,
                        place,
                        Message.INACTIVE_CONCEPT_FOUND,
                        finding.coding().code(),
                        text));
            } else if (judged.status().equals("deprecated")) {
                inquiry.say(Issue.of(
                        Severity.WARNING,
                        Kind.CODE_COMMENT,
                        given.at(finding.index()).isEmpty() ? "code" : given.at(finding.index()),
                        Message.DEPRECATED_CONCEPT_FOUND,
                        finding.coding().code()));
            }
        }
    }

    /** A coding, and what became of it. */
    private static final class Finding {
        private final Given.Item coding;
        private final int index;
        private final Verdict verdict;
        private final Judged judged;
        private boolean isCode;

        Finding(Given.Item coding, int index, Verdict verdict, Judged judged) {
            this.coding = coding;
            this.index = index;
            this.verdict = verdict;
            this.judged = judged;
            this.isCode = verdict == Verdict.IN;
        }

        Given.Item coding() {
            return coding;
        }

        int index() {
            return index;
        }

        Verdict verdict() {
            return verdict;
        }

        Judged judged() {
            return judged;
        }

        void writeTo(Answer answer, Asked asked) {
            var version = judged.version().isEmpty() ? coding.version() : judged.version();
            answer.text("system", "Uri", coding.system())
                    .text("code", "Code", coding.code())
                    .text("version", "String", version)
                    .text("normalized-code", "Code", judged.normalForm());
            if (isCode) {
                judged.names()
                        .preferred(asked.languages())
                        .or(() -> judged.names().preferred(Optional.empty()))
                        .ifPresent(name -> answer.text("display", "String", name.value()));
            }
            if (judged.isInactive()) {
                answer.truth("inactive", true);
                answer.text("status", "Code", judged.status().equals("inactive") ? "" : judged.status());
            } else if (judged.status().equals("deprecated")) {
                answer.text("status", "Code", "deprecated");
            }
        }
    }
}
