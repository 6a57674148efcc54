package org.healthsphere.node.http.fhir;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.healthsphere.node.fhir.Parameters.Parameter;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.fhir.Operation;
import org.healthsphere.terminology.fhir.Parameters;
import org.healthsphere.terminology.fhir.TerminologyOperations;

/**
 * The terminology operations, where clients look for them: beside the resources (FHIR R4, Terminology Service). They are the same
 * as those of {@code /terminology}, which is there for programs without a token.
 */
final class TerminologyWire {
    private final Supplier<TerminologyOperations> terminology;

    TerminologyWire(Supplier<TerminologyOperations> terminology) {
        this.terminology = terminology;
    }

    List<Interaction> all() {
        var all = new ArrayList<Interaction>();
        for (var operation : Operation.values()) {
            var path = "/" + operation.path();
            var code = "$" + operation.code();
            if (!operation.changesState()) {
                all.add(new Interaction(HttpMethod.GET, path, code, call -> asked(operation, call)));
            }
            all.add(new Interaction(HttpMethod.POST, path, code, call -> posted(operation, call)));
        }
        return List.copyOf(all);
    }

    private Outcome<Answer> asked(Operation operation, Call call) {
        return call.parameters().map(asked -> answer(operation, Parameters.of(byName(asked.all())), call));
    }

    private Outcome<Answer> posted(Operation operation, Call call) {
        return Parameters.of(call.content().body().array()).map(sent -> answer(operation, sent, call));
    }

    /** A refusal is an answer, too: an OperationOutcome with its status. */
    private Answer answer(Operation operation, Parameters in, Call call) {
        var context = org.healthsphere.terminology.fhir.Call.of(call.headers().acceptLanguage(), "");
        var reply = terminology.get().answer(operation, in, context);
        return Answer.of(reply.status(), reply.json());
    }

    private static Map<String, List<String>> byName(List<Parameter> asked) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        asked.forEach(
                p -> byName.computeIfAbsent(p.name(), _ -> new ArrayList<>()).add(p.value()));
        return byName;
    }
}
