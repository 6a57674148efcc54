package org.healthsphere.node.web.desk;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.healthsphere.node.web.desk.CohortQuestion.Limit;
import org.healthsphere.node.web.desk.CohortQuestion.Side;
import org.healthsphere.node.web.page.Form;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** What the researcher filled in, and the question it makes or the fields that are wrong. */
public record CohortForm(Form form, Outcome<CohortQuestion> question) {
    static final CohortForm EMPTY = new CohortForm(Form.EMPTY, Outcome.failed(new Fault.Invalid("nothing yet")));

    private static final BigDecimal OLDEST = BigDecimal.valueOf(120);

    static CohortForm of(Form form, Choices choices) {
        var problems = new TreeMap<String, String>();
        var condition = choices.condition(form.raw("condition"));
        if (condition.isEmpty()) {
            problems.put("condition", "condition");
        }
        var age = age(form, problems);
        var limit = limit(form, choices, problems);
        return new CohortForm(
                form,
                problems.isEmpty()
                        ? Outcome.of(new CohortQuestion(condition.orElseThrow(), age, limit))
                        : Outcome.failed(new Fault.Unprocessable(listed(problems))));
    }

    /** Whether there is something wrong with this field. */
    public boolean isWrong(String field) {
        return question instanceof Outcome.Failure<CohortQuestion>(Fault.Unprocessable(var problems))
                && problems.stream().anyMatch(p -> p.at().equals(field));
    }

    public boolean hasProblems() {
        return question instanceof Outcome.Failure<CohortQuestion>(Fault.Unprocessable _);
    }

    private static int age(Form form, Map<String, String> problems) {
        if (!form.has("age")) {
            return 0;
        }
        var age = form.number("age")
                .filter(n -> n.signum() >= 0
                        && n.compareTo(OLDEST) <= 0
                        && n.stripTrailingZeros().scale() <= 0);
        if (age.isEmpty()) {
            problems.put("age", "age");
        }
        return age.map(BigDecimal::intValueExact).orElse(0);
    }

    private static Optional<Limit> limit(Form form, Choices choices, Map<String, String> problems) {
        if (!form.has("lab")) {
            return Optional.empty();
        }
        var lab = choices.lab(form.raw("lab"));
        var value = form.number("value").filter(n -> n.signum() >= 0);
        var side = form.raw("side").equals("BELOW") ? Side.BELOW : Side.ABOVE;
        if (lab.isEmpty()) {
            problems.put("lab", "lab");
        }
        if (value.isEmpty()) {
            problems.put("value", "value");
        }
        return lab.flatMap(l -> value.map(v -> new Limit(l, side, v)));
    }

    private static List<Problem> listed(Map<String, String> problems) {
        return problems.entrySet().stream()
                .map(e -> new Problem(e.getKey(), e.getValue()))
                .toList();
    }
}
