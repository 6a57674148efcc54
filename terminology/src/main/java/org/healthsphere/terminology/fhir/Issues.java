package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.healthsphere.terminology.fhir.Issue.Severity;

/** The issues of one answer, in the order in which they came up. */
final class Issues {
    private final List<Issue> all = new ArrayList<>();

    void add(Issue issue) {
        all.add(issue);
    }

    /** Adds it unless something with the same text is there. */
    void addOnce(Issue issue) {
        if (all.stream().noneMatch(known -> known.text().equals(issue.text()))) {
            all.add(issue);
        }
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    boolean hasErrors() {
        return all.stream().anyMatch(Issue::isError);
    }

    List<String> errors() {
        return all.stream().filter(Issue::isError).map(Issue::text).toList();
    }

    ObjectNode outcome() {
        return outcome(all);
    }

    static ObjectNode outcome(Collection<Issue> issues) {
        var outcome = JsonNodeFactory.instance.objectNode().put("resourceType", "OperationOutcome");
        var list = outcome.putArray("issue");
        issues.forEach(issue -> issue.writeTo(list));
        return outcome;
    }

    static Issue plain(Severity severity, String code, String text) {
        return new Issue(severity, code, "", "", "", text);
    }
}
