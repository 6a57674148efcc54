package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.fhir.Issue.Severity;
import org.healthsphere.terminology.index.Catalog;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.Overlays;

/**
 * FHIR's terminology operations: parameters in, a resource in JSON out.
 *
 * <p>A request that cannot be understood is refused with an OperationOutcome; a code that is wrong is an answer with
 * {@code result=false}.
 */
public final class TerminologyOperations {
    private static final int MOST_ANSWERS = 8_192;
    private static final int LONGEST_ANSWER = 4_096;
    private static final int MOST_LEAFED = 128;
    private static final int MOST_LISTED = 32;

    /** What tells apart the pages of one value set. */
    private static final Set<String> OF_A_PAGE = Set.of("offset", "count");

    private static final Set<String> OF_A_SEARCH = Set.of("offset", "count", "filter");

    private final Overlays overlays;
    private final Capabilities capabilities;
    private final HeldValueSets valueSets;
    private final InstantSource clock;
    private final String software;
    private final ClosureTables closures;
    private final Recent<Question, Reply> answers = new Recent<>(MOST_ANSWERS);
    private final Recent<Question, LeafedValueSet> leafed = new Recent<>(MOST_LEAFED);
    private final Recent<Question, ListedValueSet> listed = new Recent<>(MOST_LISTED);

    /**
     * The operations over what is held.
     *
     * @param software version of the software, for the capability statements
     */
    public TerminologyOperations(CompiledTerminology terminology, InstantSource clock, String software) {
        this(terminology, clock, software, new ClosureTables());
    }

    private TerminologyOperations(
            CompiledTerminology terminology, InstantSource clock, String software, ClosureTables closures) {
        this.closures = closures;
        this.software = software;
        this.overlays = new Overlays(terminology);
        this.capabilities = new Capabilities(terminology, clock.instant(), software);
        this.valueSets = new HeldValueSets(terminology.catalog());
        this.clock = clock;
    }

    /** The operations over something else that is held now; closure tables go on, so far as their code systems are the same. */
    public TerminologyOperations over(CompiledTerminology terminology) {
        return new TerminologyOperations(terminology, clock, software, closures);
    }

    /** The answer of an operation: Parameters, for {@code $expand} a ValueSet, or why there is none. */
    public Reply answer(Operation operation, Parameters in, Call call) {
        if (!operation.isPure() || in.has("tx-resource")) {
            return answerAnew(operation, in, call);
        }
        var question = new Question(operation, in, call);
        var known = answers.find(question);
        if (known.isPresent()) {
            return known.orElseThrow();
        }
        var reply = answerAnew(operation, in, call);
        if (reply.json().length() <= LONGEST_ANSWER) {
            answers.put(question, reply);
        }
        return reply;
    }

    private Reply answerAnew(Operation operation, Parameters in, Call call) {
        try {
            return switch (in.only(operation.parameters(), Operation.repeatable())) {
                case Outcome.Success<Parameters>(var known) -> answerKnown(operation, known, call);
                case Outcome.Failure<Parameters>(var fault) -> Reply.refused(invalid(fault));
            };
        } catch (Refused refused) {
            return Reply.refused(refused);
        }
    }

    /** A value set that somebody leafs through is at hand for the next page. */
    private Reply expansion(Parameters in, Call call) {
        var wanted = Wanted.of(in, call.threshold(), clock.instant());
        var ofSearch = new Question(Operation.EXPAND, in.without(OF_A_SEARCH), call);
        var large = leafed.find(ofSearch).filter(known -> known.isWorthIt(wanted));
        if (large.isPresent()) {
            return large.orElseThrow().page(wanted);
        }
        var ofPage = new Question(Operation.EXPAND, in.without(OF_A_PAGE), call);
        var list = listed.find(ofPage);
        if (list.isPresent()) {
            return list.orElseThrow().page(wanted);
        }
        var expand = new ExpandOperation(scope(Operation.EXPAND, in, call), in, wanted);
        var reply = expand.answer();
        if (!in.has("tx-resource")) {
            expand.leafed().ifPresent(known -> leafed.put(ofSearch, known));
            expand.listed().filter(ListedValueSet::isKept).ifPresent(known -> listed.put(ofPage, known));
        }
        return reply;
    }

    private Scope scope(Operation operation, Parameters in, Call call) {
        var expands = operation == Operation.EXPAND || operation == Operation.LOOKUP;
        return new Scope(catalog(in), Asked.of(in, call.acceptLanguage(), expands));
    }

    /** What was asked, and how. */
    private record Question(Operation operation, Parameters in, Call call) {}

    private Catalog catalog(Parameters in) {
        return switch (overlays.over(in.objects("tx-resource"))) {
            case Outcome.Success<Catalog>(var catalog) -> catalog;
            case Outcome.Failure<Catalog>(var fault) -> throw invalid(fault);
        };
    }

    private static Refused invalid(Fault fault) {
        if (fault instanceof Fault.TooCostly(var what)) {
            return Refused.request(422, Issues.plain(Severity.ERROR, "too-costly", what));
        }
        var text = fault instanceof Fault.Invalid(var problems)
                ? String.join("; ", problems.stream().map(Problem::toString).toList())
                : fault.toString();
        return Refused.request(400, Issues.plain(Severity.ERROR, "invalid", text));
    }

    private Reply answerKnown(Operation operation, Parameters in, Call call) {
        return switch (operation) {
            case LOOKUP -> Reply.of(new LookupOperation(scope(operation, in, call), in).answer());
            case VALIDATE_SYSTEM_CODE -> Reply.of(new ValidateOperation(scope(operation, in, call), in).ofCodeSystem());
            case SUBSUMES -> Reply.of(LookupOperation.subsumes(scope(operation, in, call), in));
            case EXPAND -> expansion(in, call);
            case VALIDATE_CODE -> Reply.of(new ValidateOperation(scope(operation, in, call), in).ofValueSet());
            case BATCH_VALIDATE_CODE -> Reply.of(batch(in, call, catalog(in)));
            case TRANSLATE -> Reply.of(new TranslateOperation(catalog(in), in).answer());
            case CLOSURE ->
                Reply.of(new ClosureOperation(closures, scope(operation, in, call), in, clock.instant()).answer());
        };
    }

    /** Each validation by itself: one that is refused says so in its place. */
    private static ObjectNode batch(Parameters in, Call call, Catalog catalog) {
        var shared = in.without(Set.of("validation", "tx-resource"));
        List<ObjectNode> answers = new ArrayList<>();
        for (var validation : in.objects("validation")) {
            answers.add(one(Parameters.of(validation), shared, call, catalog));
        }
        var answer = new Answer();
        answers.forEach(one -> answer.resource("validation", one));
        return answer.resource();
    }

    private static ObjectNode one(Outcome<Parameters> own, Parameters shared, Call call, Catalog catalog) {
        try {
            return switch (own) {
                case Outcome.Success<Parameters>(var parameters) -> {
                    var both = parameters.over(shared);
                    var scope = new Scope(catalog, Asked.of(both, call.acceptLanguage(), false));
                    yield both.text("url").isPresent()
                                    || both.object("valueSet").isPresent()
                            ? new ValidateOperation(scope, both).ofValueSet()
                            : new ValidateOperation(scope, both).ofCodeSystem();
                }
                case Outcome.Failure<Parameters>(var fault) -> throw invalid(fault);
            };
        } catch (Refused refused) {
            return Issues.outcome(refused.issues());
        }
    }

    /** The held value sets with the canonical URL, or all when it is empty; in the version, or all versions when that is empty. */
    public ObjectNode searchValueSets(String url, String version) {
        return valueSets.search(url, version);
    }

    /** A held value set by its id, which is made of its canonical. */
    public Outcome<ObjectNode> readValueSet(String id) {
        return valueSets.read(id);
    }

    /** The CapabilityStatement of the terminology part. */
    public ObjectNode capabilityStatement() {
        return capabilities.statement();
    }

    /** The TerminologyCapabilities: which code systems in which versions. */
    public ObjectNode terminologyCapabilities() {
        return capabilities.terminology();
    }

    /** The answer to {@code $versions}: which versions of FHIR are spoken. */
    public static ObjectNode versions() {
        return new Answer()
                .text("version", "String", "4.0")
                .text("default", "String", "4.0")
                .resource();
    }
}
