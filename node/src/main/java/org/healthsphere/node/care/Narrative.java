package org.healthsphere.node.care;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.federation.merge.MergedItem;
import org.healthsphere.federation.merge.MergedRecord;

/** The text of a document for those who read nothing else, in XHTML. */
final class Narrative {
    private Narrative() {}

    /** Which members have said what there is, and which have not, so that nobody takes the record for more than it is. */
    static ObjectNode completeness(MergedRecord record) {
        var rows = new StringBuilder();
        record.answers().answers().forEach((member, answer) -> rows.append(row(member.value(), words(answer))));
        return text("<p>"
                + (record.answers().isComplete() ? "All members asked have answered." : "This summary is not complete.")
                + "</p><table><tr><th>Member</th><th>Answer</th></tr>" + rows + "</table>");
    }

    static ObjectNode table(List<MergedItem> items) {
        var rows = new StringBuilder();
        items.forEach(item -> rows.append(
                row(Wording.what(item), Wording.day(item), Wording.details(item), Provenances.members(item))));
        return text(
                "<table><tr><th>What</th><th>When</th><th>Details</th><th>Reported by</th></tr>" + rows + "</table>");
    }

    static ObjectNode sentence(String sentence) {
        return text("<p>" + escaped(sentence) + "</p>");
    }

    static String words(MemberAnswer answer) {
        return switch (answer) {
            case MemberAnswer.Answered(var records, var _) -> "released " + records.size() + " resources";
            case MemberAnswer.NothingToRelease _ -> "nothing to release";
            case MemberAnswer.Late _ -> "did not answer in time";
            case MemberAnswer.Unreachable _ -> "could not be reached";
            case MemberAnswer.Stale _ -> "does not know the state of consent well enough to answer";
            case MemberAnswer.VersionMismatch _ -> "speaks another version of the protocol";
            case MemberAnswer.Refused _ -> "refused the question";
            case MemberAnswer.TooLong _ -> "released more than is taken here at once and none of it is shown";
            case MemberAnswer.Invalid _ -> "gave an answer that cannot be trusted";
        };
    }

    private static String row(String... cells) {
        var row = new StringBuilder("<tr>");
        for (var cell : cells) {
            row.append("<td>").append(escaped(cell)).append("</td>");
        }
        return row.append("</tr>").toString();
    }

    private static ObjectNode text(String xhtml) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("status", "generated")
                .put("div", "<div xmlns=\"http://www.w3.org/1999/xhtml\">" + xhtml + "</div>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
