package org.healthsphere.node.store.index;

import java.util.List;
import java.util.function.UnaryOperator;

/** Says of values that stand together what a query says of terms and points: whether one matches what is asked of its component. */
final class Parts {
    private Parts() {}

    static boolean match(List<Found> tuple, List<String> asked) {
        for (var i = 0; i < asked.size(); i++) {
            if (!matches(tuple.get(i), asked.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(Found part, String asked) {
        return switch (part) {
            case Found.Token token -> token(token, asked);
            case Found.Amount amount -> amount(amount, asked);
            case Found.Time(var p, var range) -> Spans.times(p, asked).stream().anyMatch(span -> span.has(range));
            case Found.Text(var _, var text) -> Terms.normal(text).startsWith(Terms.normal(asked));
            case Found.Reference(var _, var reference) -> reference(References.current(reference), asked);
            case Found.Uri(var _, var uri) -> uri.equals(asked);
            case Found.Words _, Found.Typed _, Found.Identified _, Found.Point _, Found.Tuple _ -> false;
        };
    }

    private static boolean token(Found.Token token, String asked) {
        var bar = asked.indexOf('|');
        if (bar < 0) {
            return token.code().equals(asked);
        }
        var system = asked.substring(0, bar);
        var code = asked.substring(bar + 1);
        if (code.isEmpty()) {
            return !system.isEmpty() && token.system().equals(system);
        }
        return token.code().equals(code) && (token.system().equals(system) || (token.implied() && !system.isEmpty()));
    }

    private static boolean amount(Found.Amount amount, String asked) {
        var p = amount.parameter();
        var number = amount.value().doubleValue();
        return Measures.Asked.of(p, asked)
                .map(measure -> Measures.has(amount, measure))
                .orElseGet(() -> Spans.numbers(p, asked, UnaryOperator.identity()).stream()
                        .anyMatch(span -> span.has(number)));
    }

    private static boolean reference(String reference, String asked) {
        return reference.equals(References.current(asked))
                || References.id(reference).filter(asked::equals).isPresent();
    }
}
