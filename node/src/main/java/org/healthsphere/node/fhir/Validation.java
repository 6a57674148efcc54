package org.healthsphere.node.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.fhir.Profiles.Remark;
import org.healthsphere.node.fhir.Profiles.Severity;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * FHIR's {@code $validate} (FHIR R4, Resource/$validate): first what every write is held against, at the speed of a write; then, where
 * that finds nothing, the profiles. The answer is an OperationOutcome; nothing is written.
 */
public final class Validation {
    private static final Set<String> INPUTS = Set.of("mode", "profile");
    private static final Set<String> MODES = Set.of("", "create", "update", "delete", "profile");

    private final Intake intake;
    private final ReleaseGate gate;
    private final Profiles profiles;

    public Validation(Intake intake, ReleaseGate gate, Profiles profiles) {
        this.intake = intake;
        this.gate = gate;
        this.profiles = profiles;
    }

    private record Wanted(String mode, List<String> profiles) {}

    /**
     * Judges what is sent; without a resource, the one that is stored under the id.
     *
     * @param id of the resource that is to be updated or deleted
     */
    public Outcome<Bytes> judge(Asking asking, String type, Optional<ResourceId> id, Inputs inputs) {
        var wishes = new Wishes(inputs.parameters()).only(INPUTS, asking);
        var mode = wishes.one("mode").orElse("");
        if (!MODES.contains(mode)) {
            wishes.problem("mode", "is create, update, delete or profile");
        }
        var resource = Optional.ofNullable(inputs.resources().get("resource"));
        if (id.isEmpty() && (mode.equals("update") || mode.equals("delete"))) {
            wishes.problem("mode", "is asked of one resource: " + type + "/id/$validate");
        } else if (id.isEmpty() && resource.isEmpty()) {
            wishes.problem("resource", "is needed: what is to be validated");
        }
        return wishes.read(() -> new Wanted(mode, wishes.each("profile")))
                .then(wanted -> resource.isPresent() && !mode.equals("delete")
                        ? sent(wanted, type, id, resource.get())
                        : stored(asking, wanted, id.orElseThrow()))
                .map(Validation::outcome);
    }

    private Outcome<List<Remark>> stored(Asking asking, Wanted wanted, ResourceId id) {
        return gate.read(asking.access(), id)
                .then(resource -> wanted.mode().equals("delete")
                        ? Outcome.of(List.of())
                        : profiles.hold(resource.json(), wanted.profiles()));
    }

    private Outcome<List<Remark>> sent(Wanted wanted, String type, Optional<ResourceId> id, Bytes resource) {
        return switch (intake.check(resource)) {
            case Outcome.Failure<Incoming>(Fault.Unprocessable(var problems)) -> Outcome.of(remarks(problems));
            case Outcome.Failure<Incoming>(Fault.Invalid(var problems)) -> Outcome.of(remarks(problems));
            case Outcome.Failure<Incoming>(var fault) -> Outcome.failed(fault);
            case Outcome.Success<Incoming>(var incoming) -> {
                var problems = place(wanted, type, id, incoming.resource());
                yield problems.isEmpty() ? profiles.hold(resource, wanted.profiles()) : Outcome.of(remarks(problems));
            }
        };
    }

    /** What would be refused because of where it is sent. */
    private static List<Problem> place(Wanted wanted, String type, Optional<ResourceId> id, Draft draft) {
        var problems = new ArrayList<Problem>();
        if (!draft.type().equals(type)) {
            problems.add(new Problem(draft.type() + ".resourceType", "is not the type of the URL, " + type));
        }
        if (wanted.mode().equals("update") && !draft.id().equals(id.map(ResourceId::id))) {
            problems.add(new Problem(draft.type() + ".id", "is the id of the URL"));
        }
        if (draft.links().stream().anyMatch(link -> References.isConditional(link.target()))) {
            problems.add(new Problem(draft.type(), "has a conditional reference outside of a transaction"));
        }
        return problems;
    }

    private static List<Remark> remarks(List<Problem> problems) {
        return problems.stream()
                .map(problem -> new Remark(Severity.ERROR, "structure", problem.at(), problem.what()))
                .toList();
    }

    private static Bytes outcome(List<Remark> remarks) {
        var json = new Json(512).raw("{\"resourceType\":\"OperationOutcome\",\"issue\":[");
        if (remarks.isEmpty()) {
            issue(json, new Remark(Severity.INFORMATION, "informational", "", "Nothing was found wrong."));
        }
        var comma = "";
        for (var remark : remarks) {
            issue(json.raw(comma), remark);
            comma = ",";
        }
        return json.raw("]}").bytes();
    }

    private static void issue(Json json, Remark remark) {
        json.raw("{\"severity\":\"" + remark.severity().code() + "\",\"code\":")
                .string(remark.code())
                .raw(",\"diagnostics\":")
                .string(remark.words());
        if (!remark.at().isEmpty()) {
            json.raw(",\"expression\":[").string(remark.at()).raw("]");
        }
        json.raw("}");
    }
}
