package org.healthsphere.node.doctor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.healthsphere.node.doctor.Finding.Grade;

/** All findings of one look. */
public record Report(List<Finding> findings) {
    public Report {
        findings = List.copyOf(findings);
    }

    /** Whether nothing keeps the node from taking part. */
    public boolean isFit() {
        return findings.stream().noneMatch(finding -> finding.grade() == Grade.BAD);
    }

    private long count(Grade grade) {
        return findings.stream().filter(finding -> finding.grade() == grade).count();
    }

    /** As a page for people: what is wrong has its remedy beneath. */
    public String text() {
        return lines() + "\n\n" + verdict();
    }

    /** One finding on a line. */
    public String lines() {
        List<String> lines = new ArrayList<>();
        for (var finding : findings) {
            lines.add("%-8s %-18s %s".formatted(mark(finding.grade()), finding.about(), finding.says()));
            finding.remedy().ifPresent(remedy -> lines.add(" ".repeat(28) + "→ " + remedy));
        }
        return String.join("\n", lines);
    }

    /** All of it in a sentence. */
    public String verdict() {
        return isFit()
                ? "Fit to run: %d good, %d to see to.".formatted(count(Grade.GOOD), count(Grade.WARNING))
                : "Not fit to run: %d wrong, %d to see to, %d good."
                        .formatted(count(Grade.BAD), count(Grade.WARNING), count(Grade.GOOD));
    }

    private static String mark(Grade grade) {
        return switch (grade) {
            case GOOD -> "good";
            case WARNING -> "SEE TO";
            case BAD -> "WRONG";
        };
    }

    /** For programs. */
    public ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode().put("fit", isFit());
        var all = json.putArray("findings");
        for (var finding : findings) {
            var one = all.addObject()
                    .put("about", finding.about())
                    .put("grade", finding.grade().name().toLowerCase(Locale.ROOT))
                    .put("says", finding.says());
            finding.remedy().ifPresent(remedy -> one.put("remedy", remedy));
        }
        return json;
    }
}
