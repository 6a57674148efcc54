package org.healthsphere.node.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.network.Members;
import org.healthsphere.node.release.Access;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * People, roles and services of all members (IHE mCSD, ITI-90), for who has to know to whom a patient can be sent. Nothing is kept for it: all
 * members are asked at that moment, and who did not answer is in the answer.
 *
 * <p>A resource has the name of its member before its own: {@code south.r1}. Where a patient's papers go is its {@code organization}, or {@code
 * providedBy}: the member.
 */
public final class CareDirectory {
    private static final String ORGANIZATION = "organization";
    private static final String ACTIVE = "active";
    private static final List<String> NAMED = List.of("_id", "practitioner");

    private final NodeId self;
    private final Listings own;
    private final Line line;
    private final String base;

    /**
     * The way to the others.
     *
     * @param carry brings a question to each member; who did not answer in time is not among the answers
     */
    public record Line(Members members, Function<Map<NodeId, Bytes>, Map<NodeId, Bytes>> carry) {}

    /**
     * Of this network.
     *
     * @param base of the URLs in answers, without a slash at its end
     */
    public CareDirectory(NodeId self, Listings own, Line line, String base) {
        this.self = self;
        this.own = own;
        this.line = line;
        this.base = base;
    }

    /** Search parameters that are understood here, for each type. */
    static Map<String, List<String>> parameters() {
        var parameters = new TreeMap<String, List<String>>();
        for (var type : List.of(ServiceQuestion.ROLE, ServiceQuestion.PERSON, ServiceQuestion.SERVICE)) {
            var names = new ArrayList<>(ServiceQuestion.parameters(type));
            names.add(ACTIVE);
            if (!type.equals(ServiceQuestion.PERSON)) {
                names.add(ORGANIZATION);
            }
            parameters.put(type, names.stream().sorted().toList());
        }
        return parameters;
    }

    /** A Bundle of what all members list; a parameter that is not understood is refused. */
    public Outcome<ObjectNode> search(Access access, String type, List<Map.Entry<String, String>> parameters) {
        return Asked.of(type, parameters)
                .then(asked -> asked.question().checked().map(question -> bundle(access, question, asked)));
    }

    /** One of them, by its name in this directory. */
    public Outcome<ObjectNode> read(Access access, String type, String id) {
        return search(access, type, List.of(Map.entry("_id", id))).then(bundle -> {
            var entries = Json.elements(bundle.path("entry")).toList();
            var one = entries.stream()
                    .filter(entry -> entry.at("/resource/id").asText().equals(id))
                    .findFirst();
            return one.map(entry -> Outcome.of((ObjectNode) entry.path("resource")))
                    .orElseGet(() -> Outcome.failed(
                            entries.isEmpty()
                                    ? new Fault.NotFound(type + "/" + id)
                                    : new Fault.Unavailable("the member that lists it")));
        });
    }

    private ObjectNode bundle(Access access, ServiceQuestion question, Asked asked) {
        var gathered = new Gathered(base, question.type(), asked.includes());
        var letters = new LinkedHashMap<NodeId, Bytes>();
        for (var card : line.members().cards()) {
            var member = card.member();
            addressed(question, member).filter(_ -> asked.isFor(member)).ifPresent(one -> {
                if (member.equals(self)) {
                    gathered.take(card, own.found(access, one));
                } else {
                    letters.put(member, one.toBytes());
                }
            });
        }
        var answers = letters.isEmpty() ? Map.<NodeId, Bytes>of() : line.carry().apply(letters);
        line.members().cards().stream()
                .filter(card -> letters.containsKey(card.member()))
                .forEach(card -> gathered.take(
                        card, Optional.ofNullable(answers.get(card.member())).flatMap(Json::parse)));
        return gathered.bundle();
    }

    /** The question in the member's own names; nothing when it is about what others have. */
    private static Optional<ServiceQuestion> addressed(ServiceQuestion question, NodeId member) {
        var criteria = new LinkedHashMap<>(question.criteria());
        for (var name : NAMED) {
            var values = question.criteria().get(name);
            if (values != null) {
                var here = values.stream()
                        .map(value -> value.replaceFirst("^Practitioner/", ""))
                        .filter(value -> value.startsWith(member + "."))
                        .map(value -> value.substring(member.value().length() + 1))
                        .toList();
                if (here.isEmpty()) {
                    return Optional.empty();
                }
                criteria.put(name, here);
            }
        }
        return Optional.of(new ServiceQuestion(question.type(), criteria));
    }

    /**
     * What was asked, and how it is to be answered.
     *
     * @param members only these, where some were named
     */
    private record Asked(ServiceQuestion question, Optional<List<String>> members, List<String> includes) {
        boolean isFor(NodeId member) {
            return members.map(named -> named.contains(member.value())).orElse(true);
        }

        static Outcome<Asked> of(String type, List<Map.Entry<String, String>> parameters) {
            List<Problem> problems = new ArrayList<>();
            var criteria = new LinkedHashMap<String, List<String>>();
            var members = Optional.<List<String>>empty();
            List<String> includes = new ArrayList<>();
            for (var parameter : parameters) {
                var values = List.of(parameter.getValue().split(",", -1));
                switch (parameter.getKey()) {
                    case "_format" -> {}
                    case "_include" -> includes.add(included(type, parameter.getValue(), problems));
                    case ORGANIZATION ->
                        members = Optional.of(values.stream()
                                .map(value -> value.replaceFirst("^Organization/", ""))
                                .toList());
                    case ACTIVE -> {
                        if (!values.equals(List.of("true"))) {
                            problems.add(new Problem(ACTIVE, "is true of all that members list"));
                        }
                    }
                    default -> {
                        if (criteria.put(parameter.getKey(), values) != null) {
                            problems.add(new Problem(parameter.getKey(), "is said twice"));
                        }
                    }
                }
            }
            return problems.isEmpty()
                    ? Outcome.of(new Asked(new ServiceQuestion(type, criteria), members, includes))
                    : Outcome.failed(new Fault.Invalid(problems));
        }

        private static String included(String type, String value, List<Problem> problems) {
            var known = switch (type) {
                case ServiceQuestion.ROLE ->
                    List.of(type + ":practitioner", type + ":organization", type + ":endpoint");
                case ServiceQuestion.SERVICE -> List.of(type + ":organization", type + ":endpoint");
                default -> List.<String>of();
            };
            if (!known.contains(value)) {
                problems.add(new Problem("_include", "is none that the directory understands"));
            }
            return value.substring(value.indexOf(':') + 1);
        }
    }
}
