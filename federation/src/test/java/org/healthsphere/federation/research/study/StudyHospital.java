package org.healthsphere.federation.research.study;

import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.Ground;
import org.healthsphere.federation.research.MemberKeys;
import org.healthsphere.federation.research.Snapshot;
import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.federation.research.analysis.Table;
import org.healthsphere.federation.research.cohort.Bound;
import org.healthsphere.federation.research.cohort.CohortEvaluator;
import org.healthsphere.federation.research.cohort.FactType;
import org.healthsphere.federation.research.cohort.Kind;
import org.healthsphere.federation.research.cohort.ListedFacts;
import org.healthsphere.federation.research.cohort.ListedFacts.Fact;
import org.healthsphere.federation.research.cohort.ListedFacts.Person;
import org.healthsphere.federation.research.cohort.MappingCoverage;
import org.healthsphere.federation.research.cohort.Measured;
import org.healthsphere.federation.research.cohort.Sex;
import org.healthsphere.federation.research.cohort.SmallTerminology;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.federation.research.privacy.PrivacyBudget;
import org.healthsphere.federation.research.privacy.SeededRandom;
import org.healthsphere.federation.research.tokens.TokenDesk;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** One hospital of a study, in memory: a table of rows as patients with records, a book of studies, an account. */
final class StudyHospital implements StudyRecords, StudyBook, PrivacyBudget {
    static final String CODES = "https://example.org/columns";
    static final LocalDate UNTIL = LocalDate.of(2026, 1, 1);
    private static final int LONG_AGO = 3000;

    final NodeId id;
    final SigningKey key;
    final SecureRandom random;
    final List<Debit> debits = new ArrayList<>();
    final List<Counted> told = new ArrayList<>();
    final Set<Sha256> approved = new HashSet<>();
    final Set<Integer> withdrawn = new HashSet<>();
    long storeChange = 1;
    private final List<Person> people;
    private final Map<Sha256, StudyPlan> plans = new HashMap<>();
    private final Map<String, Opened> opened = new HashMap<>();
    private Optional<AnalysisHost> host = Optional.empty();
    private Optional<TokenDesk> tokens = Optional.empty();
    final Map<String, Long> helped = new HashMap<>();
    long mostHelp = 10_000;
    private final Table rows;

    StudyHospital(String name, Table rows) {
        this.id = new NodeId(name);
        this.random = SeededRandom.of(name.hashCode());
        this.key = SigningKey.generate(random);
        this.rows = rows;
        this.people = rows.rows().stream().map(StudyHospital::person).toList();
    }

    void joins(MemberKeys keys, InstantSource clock, UnaryOperator<Map<NodeId, Bytes>> carrier) {
        var member = new StudyMember(id, key, keys, clock, random);
        var evaluator = new CohortEvaluator(new SmallTerminology());
        var desk = new TokenDesk(
                member,
                new TokenDesk.Behind(
                        this,
                        evaluator,
                        this,
                        new TokenDesk.Helping(this::identity, this::help),
                        Bytes.utf8("the secret of " + id)),
                carrier);
        tokens = Optional.of(desk);
        host = Optional.of(new AnalysisHost(
                member, Duration.ofMinutes(10), new AnalysisHost.Behind(this, evaluator, this, this, desk)));
    }

    TokenDesk tokens() {
        return tokens.orElseThrow();
    }

    /** What stands in the column of persons. */
    private Optional<String> identity(String patient) {
        return Optional.ofNullable(
                rows.rows().get(Integer.parseInt(patient.substring(1))).get("person"));
    }

    private Outcome<Long> help(Sha256 plan, NodeId member, int count) {
        var all = helped.merge(plan + " " + member, (long) count, Long::sum);
        return all > mostHelp ? Outcome.failed(new Fault.TooMany("tokens")) : Outcome.of(all);
    }

    void approves(StudyPlan plan) {
        plans.put(plan.hash(), plan);
        approved.add(plan.hash());
    }

    Bytes answer(Bytes message) {
        return host.orElseThrow().answer(message).orElseThrow();
    }

    private static Person person(Map<String, String> row) {
        List<Fact> facts = new ArrayList<>();
        row.forEach((column, text) -> facts.add(fact(column, text)));
        Optional.ofNullable(row.get("ill"))
                .ifPresent(week -> facts.add(day(
                        FactType.CONDITION,
                        "ill",
                        Math.toIntExact(Plans.MONDAY.toEpochDay()) + 7 * Integer.parseInt(week) + 2)));
        Optional.ofNullable(row.get("time")).ifPresent(time -> followed(row, Integer.parseInt(time), facts));
        return new Person(0, 0, "1".equals(row.get("sex")) ? Sex.MALE : Sex.FEMALE, facts);
    }

    /** A number is a measurement; a word is a condition of that name. */
    private static Fact fact(String column, String text) {
        var number = text.matches("-?[0-9.]+");
        var type = number ? FactType.OBSERVATION : FactType.CONDITION;
        var code = new Coding(CODES, number ? column : column + "-" + text);
        var value =
                number ? Optional.of(new Measured(new BigDecimal(text), Bound.EXACT, "1")) : Optional.<Measured>empty();
        return new Fact(new Kind(type, Set.of(code)), 0, 0, value);
    }

    private static void followed(Map<String, String> row, int time, List<Fact> facts) {
        var dies = "1".equals(row.get("event"));
        var until = (int) UNTIL.toEpochDay();
        var start = dies ? until - LONG_AGO : until - time;
        facts.add(day(FactType.CONDITION, "start", start));
        if (dies) {
            facts.add(day(FactType.PROCEDURE, "end", start + time));
        }
    }

    private static Fact day(FactType type, String code, int day) {
        return new Fact(new Kind(type, Set.of(new Coding(CODES, code))), day, day, Optional.empty());
    }

    @Override
    public Outcome<Frozen> freeze(StudyPlan plan) {
        var left = IntStream.range(0, people.size())
                .filter(number -> !withdrawn.contains(number))
                .boxed()
                .toList();
        var facts = new ListedFacts(left.stream().map(people::get).toList());
        return Outcome.of(new Frozen(
                facts,
                left.stream().map(number -> "p" + number).toList(),
                new Frame(
                        new Snapshot(storeChange, withdrawn.size()),
                        Sha256.of(id + " " + withdrawn),
                        Sha256.of(id + " " + left)),
                new MappingCoverage(facts, Sha256.of("the secret of " + id))));
    }

    @Override
    public Verdict verdict(Sha256 plan) {
        return approved.contains(plan)
                ? new Verdict.Approved(Optional.ofNullable(plans.get(plan)).orElseThrow(), 5_000_000)
                : new Verdict.Declined(Ground.APPROVAL);
    }

    @Override
    public Outcome<Opened> opening(Opened now) {
        var before = Optional.ofNullable(opened.putIfAbsent(now.plan() + "/" + now.analysis(), now));
        return !now.exact() || before.isEmpty() || before.get().equals(now)
                ? Outcome.of(now)
                : Outcome.failed(new Fault.Gone("opened before"));
    }

    @Override
    public Outcome<Counted> counted(Counted counted) {
        told.add(counted);
        return Outcome.of(counted);
    }

    @Override
    public Outcome<Long> leftMicros(String study, long limitMicros) {
        return Outcome.of(
                limitMicros - debits.stream().mapToLong(Debit::rhoMicros).sum());
    }

    @Override
    public Outcome<Long> debit(Debit debit) {
        if (debits.contains(debit)) {
            return Outcome.of(100L + debits.indexOf(debit) + 1);
        }
        if (leftMicros(debit.study(), debit.limitMicros()).orElseThrow() < debit.rhoMicros()) {
            return Outcome.failed(new Fault.TooCostly("the budget"));
        }
        debits.add(debit);
        return Outcome.of(100L + debits.size());
    }
}
