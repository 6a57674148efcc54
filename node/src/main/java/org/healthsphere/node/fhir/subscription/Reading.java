package org.healthsphere.node.fhir.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** The reading of one Subscription: every problem is told with the element that it is in, and what is right of the rest is read. */
final class Reading {
    private static final String OWN = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";

    private final List<Problem> problems = new ArrayList<>();

    void problem(String at, String what) {
        problems.add(new Problem(at, what));
    }

    /** The value; a fault of it is told with the element that it is in. */
    <T> Optional<T> value(String at, Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Success<T>(var value) -> Optional.of(value);
            case Outcome.Failure<T>(Fault.Invalid(var found)) -> {
                found.forEach(p -> problem(at, p.toString()));
                yield Optional.empty();
            }
            case Outcome.Failure<T>(var fault) -> {
                problem(at, "cannot be honoured here: " + fault.getClass().getSimpleName());
                yield Optional.empty();
            }
        };
    }

    /** All extensions of the guide with this name, and where each is. */
    List<Extension> extensions(JsonNode element, String at, String name) {
        var found = new ArrayList<Extension>();
        var position = 0;
        for (var extension : element.path("extension")) {
            if (extension.path("url").asText().equals(OWN + name)) {
                found.add(new Extension(at + ".extension[" + position + "]", extension));
            }
            position++;
        }
        return found;
    }

    /** The one with this name, if there is one. */
    Optional<Extension> extension(JsonNode element, String at, String name) {
        var all = extensions(element, at, name);
        all.stream().skip(1).forEach(e -> problem(e.at(), "is given twice"));
        return all.stream().findFirst();
    }

    record Extension(String at, JsonNode json) {
        String text(String value) {
            return json.path(value).asText();
        }
    }

    /** A whole number in an extension; empty when there is none. */
    Optional<Integer> number(JsonNode element, String at, String name, String value, int highest) {
        var extension = extension(element, at, name);
        var number = extension.map(e -> e.json().path(value)).filter(n -> n.isInt() && n.asInt() > 0);
        if (extension.isPresent() && number.filter(n -> n.asInt() <= highest).isEmpty()) {
            problem(extension.get().at() + "." + value, "is a whole number from 1 to " + highest);
        }
        return number.map(JsonNode::asInt);
    }

    <T> Outcome<T> outcome(Optional<T> read) {
        return problems.isEmpty()
                ? Outcome.of(read.orElseThrow())
                : Outcome.failed(new Fault.Unprocessable(List.copyOf(problems)));
    }
}
