package org.healthsphere.federation.research.tokens;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.healthsphere.federation.research.SignedStatement;
import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.federation.research.cohort.CohortEvaluator;
import org.healthsphere.federation.research.plan.Analysis;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.federation.research.study.StudyBook;
import org.healthsphere.federation.research.study.StudyBook.Verdict;
import org.healthsphere.federation.research.study.StudyRecords;
import org.healthsphere.federation.research.study.StudyTokens;
import org.healthsphere.federation.research.tokens.TokenMessage.Answered;
import org.healthsphere.federation.research.tokens.TokenMessage.Deal;
import org.healthsphere.federation.research.tokens.TokenMessage.Dealt;
import org.healthsphere.federation.research.tokens.TokenMessage.Evaluate;
import org.healthsphere.federation.research.tokens.TokenMessage.Prepare;
import org.healthsphere.federation.research.tokens.TokenMessage.Prepared;
import org.healthsphere.keys.bc.oprf.Blinded;
import org.healthsphere.keys.bc.oprf.Evaluated;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * Makes the tokens of this hospital's patients for a study, and helps the others to make theirs. Nobody sees an input that is not his own, and
 * nobody has the key: every token takes the answers of a threshold of members.
 *
 * <p>Members are helped for studies that are approved here and that count distinct patients, and a limited number of times.
 */
public final class TokenDesk implements StudyTokens {
    private static final int BATCH = 500;
    private static final int MOST_KEPT = 16;

    private final StudyMember self;
    private final Behind behind;
    private final TokenPost post;
    private final TokenKey.Dealer dealer;
    private final Map<TokenRoster, TokenKey> keys = bounded();
    private final Map<Sha256, Held> made = bounded();

    /**
     * What stands behind it.
     *
     * @param secret that stays, and is known to this member only
     */
    public record Behind(
            StudyBook book, CohortEvaluator evaluator, StudyRecords records, Helping helping, Bytes secret) {}

    /** Who this hospital's patients are, and how often others were helped. */
    public record Helping(Identities identities, EvaluationMeter meter) {}

    /**
     * A desk.
     *
     * @param carrier the way to the other members: their answers to these messages, of those who answer in time
     */
    public TokenDesk(StudyMember self, Behind behind, UnaryOperator<Map<NodeId, Bytes>> carrier) {
        this.self = self;
        this.behind = behind;
        this.post = new TokenPost(self, carrier);
        this.dealer = new TokenKey.Dealer(self, behind.secret());
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MOST_KEPT;
            }
        };
    }

    /** Whether this is one of the types of messages that are answered here. */
    public static boolean reads(String type) {
        return TokenReader.isOne(type);
    }

    @Override
    public Optional<Held> of(Sha256 plan) {
        synchronized (made) {
            return Optional.ofNullable(made.get(plan));
        }
    }

    /** Has these members make tokens with each other; those that did, this one among them, or a fault. */
    public Outcome<Set<NodeId>> prepareAll(StudyPlan plan, Collection<NodeId> members) {
        var roster = TokenRoster.of(plan, members);
        return make(roster).map(key -> {
            var ready = post.ask(roster.members(), new Prepare(roster.plan(), roster.members()), Prepared.class);
            var same = ready.entrySet().stream()
                    .filter(entry -> entry.getValue().key().equals(key))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            same.add(self.id());
            return Set.copyOf(same);
        });
    }

    /** The signed answer to what another member says. */
    public Outcome<Bytes> answer(SignedStatement said) {
        return TokenReader.read(said)
                .then(message -> reply(said.from(), message))
                .map(post::signed);
    }

    private Outcome<TokenMessage> reply(NodeId from, TokenMessage message) {
        return switch (message) {
            case Prepare(var plan, var members) ->
                roster(from, plan, members).then(this::make).map(key -> new Prepared(plan, key));
            case Deal(var plan, var members, var asking) ->
                roster(from, plan, members)
                        .then(roster -> dealer.dealt(roster, from, asking))
                        .map(Function.identity());
            case Evaluate evaluate -> evaluated(from, evaluate);
            case Prepared _, Dealt _, Answered _ ->
                Outcome.failed(new Fault.Conflict("an answer that nobody asked for"));
        };
    }

    private Outcome<TokenMessage> evaluated(NodeId from, Evaluate asked) {
        return roster(from, asked.plan(), asked.members())
                .then(this::key)
                .then(key -> key.key().digest().equals(asked.key())
                        ? behind.helping()
                                .meter()
                                .take(asked.plan(), from, asked.elements().size())
                                .then(_ -> key.share().evaluate(asked.elements(), self.random()))
                                .map(Answered::new)
                        : Outcome.failed(new Fault.Conflict("a key of other parts")));
    }

    /** Of members among whom both are, for a study that is approved here and counts distinct patients. */
    private Outcome<TokenRoster> roster(NodeId from, Sha256 plan, List<NodeId> members) {
        return approved(plan).then(study -> {
            var roster = TokenRoster.of(study, members);
            return roster.members().equals(members)
                            && roster.includes(from, self.id())
                            && members.size() >= study.safety().terms().quorum()
                    ? Outcome.of(roster)
                    : Outcome.failed(new Fault.Conflict("not the members of such a study"));
        });
    }

    private Outcome<StudyPlan> approved(Sha256 plan) {
        return behind.book().verdict(plan) instanceof Verdict.Approved(var study, var _)
                        && study.analyses().stream().anyMatch(Analysis::tellsApart)
                ? Outcome.of(study)
                : Outcome.failed(new Fault.Forbidden("tokens for a study that is not approved"));
    }

    private Outcome<TokenKey> key(TokenRoster roster) {
        synchronized (keys) {
            var known = Optional.ofNullable(keys.get(roster));
            if (known.isPresent()) {
                return Outcome.of(known.get());
            }
        }
        var collection = dealer.collect(roster);
        var heard = post.ask(roster.members(), collection.asking(), Dealt.class);
        return collection.key(heard).map(key -> {
            synchronized (keys) {
                keys.put(roster, key);
            }
            return key;
        });
    }

    /** Makes the tokens of the study's cohort; the digest of the key. */
    private Outcome<Sha256> make(TokenRoster roster) {
        return approved(roster.plan())
                .then(plan -> key(roster).then(key -> inputs(plan).then(inputs -> tokens(roster, key, inputs))))
                .map(held -> {
                    synchronized (made) {
                        made.put(roster.plan(), held);
                    }
                    return held.key();
                });
    }

    /** Who the patients are; one of whom too little is known is somebody of his own. */
    private Outcome<Map<String, Bytes>> inputs(StudyPlan plan) {
        return behind.evaluator()
                .select(plan.cohort(), plan.criteria())
                .then(selection -> behind.records().freeze(plan).map(frozen -> {
                    Map<String, Bytes> inputs = new LinkedHashMap<>();
                    Arrays.stream(selection.members(plan.cohort(), frozen.facts()))
                            .mapToObj(frozen.patients()::get)
                            .forEach(patient -> inputs.put(patient, input(patient)));
                    return inputs;
                }));
    }

    private Bytes input(String patient) {
        return Bytes.utf8(behind.helping()
                .identities()
                .of(patient)
                .map(identity -> "known|" + identity)
                .orElseGet(() -> "unknown|" + self.id() + "|" + patient));
    }

    private Outcome<Held> tokens(TokenRoster roster, TokenKey key, Map<String, Bytes> inputs) {
        Map<String, Bytes> tokens = new HashMap<>();
        List<String> patients = List.copyOf(inputs.keySet());
        for (var from = 0; from < patients.size(); from += BATCH) {
            var batch = patients.subList(from, Math.min(from + BATCH, patients.size()));
            switch (outputs(roster, key, batch, inputs)) {
                case Outcome.Success<List<Bytes>>(var outputs) -> {
                    for (var i = 0; i < outputs.size(); i++) {
                        tokens.put(batch.get(i), outputs.get(i));
                    }
                }
                case Outcome.Failure<List<Bytes>>(var fault) -> {
                    return Outcome.failed(fault);
                }
            }
        }
        return Outcome.of(new Held(key.key().digest(), tokens));
    }

    private Outcome<List<Bytes>> outputs(
            TokenRoster roster, TokenKey key, List<String> batch, Map<String, Bytes> inputs) {
        List<Blinded> asked = new ArrayList<>();
        for (var patient : batch) {
            if (key.key().blind(inputs.getOrDefault(patient, Bytes.NONE), self.random())
                    instanceof Outcome.Success<Blinded>(var blinded)) {
                asked.add(blinded);
            }
        }
        var elements = asked.stream().map(Blinded::element).toList();
        var question = new Evaluate(roster.plan(), roster.members(), key.key().digest(), elements);
        Map<Integer, Evaluated> answers = new HashMap<>();
        post.ask(roster.members(), question, Answered.class)
                .forEach((member, answer) -> answers.put(roster.number(member), answer.evaluated()));
        return key.share().evaluate(elements, self.random()).then(own -> {
            answers.put(roster.number(self.id()), own);
            return key.key().outputs(asked, answers);
        });
    }
}
