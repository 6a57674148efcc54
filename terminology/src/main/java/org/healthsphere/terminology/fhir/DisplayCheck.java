package org.healthsphere.terminology.fhir;

import java.util.Optional;
import org.healthsphere.terminology.fhir.Issue.Kind;
import org.healthsphere.terminology.fhir.Issue.Severity;
import org.healthsphere.terminology.fhir.Names.Match;

/** Whether the display of a coding is one of the names of its concept, in a language that was asked for. */
final class DisplayCheck {
    private final Asked asked;
    private final Inquiry inquiry;

    DisplayCheck(Asked asked, Inquiry inquiry) {
        this.asked = asked;
        this.inquiry = inquiry;
    }

    /** Of a code that is in the value set. */
    void check(Given.Item coding, String at, Judged judged) {
        if (coding.display().isEmpty() || judged.names().isEmpty()) {
            return;
        }
        var place = Given.below(at, "display");
        var match = judged.names().match(coding.display(), asked.languages(), "", false);
        if (match != Match.SAME) {
            say(wrong(coding, place, judged, match));
        } else if (judged.names().match(coding.display(), asked.languages(), "", true) != Match.SAME) {
            inquiry.issues().add(outdated(coding, place, judged.names()));
        }
    }

    /** Of a code that is not in the value set: its own system's names will do, too. */
    void checkOutside(Given.Item coding, String at, Judged judged) {
        var names = judged.names();
        if (coding.display().isEmpty() || names.isEmpty()) {
            return;
        }
        var match = names.match(coding.display(), asked.languages(), judged.systemLanguage(), false);
        if (match != Match.SAME) {
            var place = Given.below(at, "display");
            var count = names.count(asked.languages(), true);
            say(count == 0 ? none(coding, place) : choices(coding, place, names, match, count, severity()));
        }
    }

    private void say(Issue issue) {
        inquiry.say(issue);
    }

    private Severity severity() {
        return asked.is("lenient-display-validation") ? Severity.WARNING : Severity.ERROR;
    }

    private Issue wrong(Given.Item coding, String place, Judged judged, Match match) {
        var names = judged.names();
        var displays = names.count(asked.languages(), true);
        if (displays > 0) {
            return choices(coding, place, names, match, displays, severity());
        }
        var others = names.count(asked.languages(), false);
        return others > 0
                ? choices(coding, place, names, match, others, Severity.WARNING)
                : noneInTheLanguage(coding, place, judged);
    }

    private Issue choices(Given.Item coding, String place, Names names, Match match, int count, Severity severity) {
        var blanks = match == Match.BUT_FOR_BLANKS;
        var one = blanks ? Message.DISPLAY_WHITESPACE_ONE : Message.DISPLAY_ONE;
        var other = blanks ? Message.DISPLAY_WHITESPACE_OTHER : Message.DISPLAY_OTHER;
        return Issue.of(
                severity,
                Kind.INVALID_DISPLAY,
                place,
                count == 1 ? one : other,
                count,
                coding.system(),
                coding.code(),
                names.present(asked.languages(), true),
                coding.display(),
                asked.languagesText());
    }

    private Issue noneInTheLanguage(Given.Item coding, String place, Judged judged) {
        var names = judged.names();
        var shown = names.preferred(Optional.empty());
        if (shown.isEmpty()) {
            return none(coding, place);
        }
        var right = names.match(coding.display(), asked.languages(), judged.systemLanguage(), false) == Match.SAME;
        return Issue.of(
                right ? Severity.INFORMATION : severity(),
                Kind.INVALID_DISPLAY,
                place,
                right
                        ? Message.NO_VALID_DISPLAY_FOUND_NONE_FOR_LANG_OK
                        : Message.NO_VALID_DISPLAY_FOUND_NONE_FOR_LANG_ERR,
                coding.display(),
                coding.system(),
                coding.code(),
                asked.languagesText(),
                right ? coding.display() : shown.orElseThrow().value());
    }

    private static Issue none(Given.Item coding, String place) {
        return Issue.of(
                Severity.WARNING,
                Kind.INVALID_DISPLAY,
                place,
                Message.NO_VALID_DISPLAY_AT_ALL,
                coding.display(),
                coding.system(),
                coding.code());
    }

    private Issue outdated(Given.Item coding, String place, Names names) {
        var displays = names.displays();
        return Issue.of(
                Severity.WARNING,
                Kind.DISPLAY_COMMENT,
                place,
                displays.size() == 1 ? Message.INACTIVE_DISPLAY_ONE : Message.INACTIVE_DISPLAY_OTHER,
                coding.display(),
                coding.code(),
                String.join(",", displays),
                names.status(coding.display()));
    }
}
