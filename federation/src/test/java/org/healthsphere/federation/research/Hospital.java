package org.healthsphere.federation.research;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.federation.research.cohort.Bound;
import org.healthsphere.federation.research.cohort.CohortEvaluator;
import org.healthsphere.federation.research.cohort.ConceptSets;
import org.healthsphere.federation.research.cohort.FactType;
import org.healthsphere.federation.research.cohort.Kind;
import org.healthsphere.federation.research.cohort.ListedFacts;
import org.healthsphere.federation.research.cohort.ListedFacts.Fact;
import org.healthsphere.federation.research.cohort.ListedFacts.Person;
import org.healthsphere.federation.research.cohort.MappingCoverage;
import org.healthsphere.federation.research.cohort.Measured;
import org.healthsphere.federation.research.cohort.Sex;
import org.healthsphere.federation.research.cohort.SmallTerminology;
import org.healthsphere.federation.research.privacy.PrivacyBudget;
import org.healthsphere.federation.research.privacy.SeededRandom;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.specs.PurposeOfUse;

/** One member in memory: patients, budget, keys, and its side of every study. */
final class Hospital implements CohortRecords, PrivacyBudget {
    private static final int BORN_1950 = -7300;

    final NodeId id;
    final SigningKey key;
    final SecureRandom random;
    final List<Debit> debits = new ArrayList<>();
    StudyParticipant participant;
    long storeChange = 1;
    boolean freshConsents = true;
    boolean ledgerReachable = true;
    private final Map<String, Long> spent = new HashMap<>();
    private final List<Person> people = new ArrayList<>();

    Hospital(String name, int diabeticsAbove8, int others) {
        this.id = new NodeId(name);
        this.random = SeededRandom.of(name.hashCode());
        this.key = SigningKey.generate(random);
        Stream.generate(() -> person("9.1")).limit(diabeticsAbove8).forEach(people::add);
        Stream.generate(() -> person("6.2")).limit(others).forEach(people::add);
        this.participant =
                participant(_ -> Optional.empty(), InstantSource.system(), StudyNetwork.POLICY, new SmallTerminology());
    }

    void joins(MemberKeys members, InstantSource clock) {
        joins(members, clock, StudyNetwork.POLICY, new SmallTerminology());
    }

    void joins(MemberKeys members, InstantSource clock, StudyPolicy policy, ConceptSets terminology) {
        participant = participant(members, clock, policy, terminology);
    }

    private StudyParticipant participant(
            MemberKeys members, InstantSource clock, StudyPolicy policy, ConceptSets terminology) {
        return new StudyParticipant(
                new StudyMember(id, key, members, clock, random), policy, new CohortEvaluator(terminology), this, this);
    }

    private Person person(String hba1c) {
        var diabetes = new Kind(
                FactType.CONDITION, Set.of(new Coding(SmallTerminology.CONDITIONS, "type-2-with-nephropathy")));
        var test = new Kind(FactType.OBSERVATION, Set.of(new Coding(SmallTerminology.LABORATORY, "hba1c")));
        var value = new Measured(new java.math.BigDecimal(hba1c), Bound.EXACT, "%");
        return new Person(
                BORN_1950,
                BORN_1950,
                people.size() % 2 == 0 ? Sex.FEMALE : Sex.MALE,
                List.of(new Fact(diabetes, 0, 0, Optional.empty()), new Fact(test, 0, 0, Optional.of(value))));
    }

    Bytes answer(Bytes message) {
        return participant.answer(message).orElseThrow();
    }

    @Override
    public Outcome<Frozen> freeze(PurposeOfUse purpose, String study) {
        return freshConsents
                ? Outcome.of(frozen(new ListedFacts(List.copyOf(people))))
                : Outcome.failed(new Fault.Unavailable("fresh consents"));
    }

    private Frozen frozen(ListedFacts facts) {
        return new Frozen(
                facts, new Snapshot(storeChange, 7), new MappingCoverage(facts, Sha256.of("the secret of " + id)));
    }

    @Override
    public Outcome<Long> leftMicros(String study, long limitMicros) {
        return Outcome.of(limitMicros - spent.getOrDefault(study, 0L));
    }

    @Override
    public Outcome<Long> debit(Debit debit) {
        if (!ledgerReachable) {
            return Outcome.failed(new Fault.Unavailable("the ledger"));
        }
        var total = spent.getOrDefault(debit.study(), 0L) + debit.rhoMicros();
        if (total > debit.limitMicros()) {
            return Outcome.failed(new Fault.TooCostly("the budget of the study"));
        }
        spent.put(debit.study(), total);
        debits.add(debit);
        return Outcome.of(100L + debits.size());
    }
}
