package org.healthsphere.node.research;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.federation.research.CohortRecords;
import org.healthsphere.federation.research.Releases;
import org.healthsphere.federation.research.Snapshot;
import org.healthsphere.federation.research.cohort.FactTable;
import org.healthsphere.federation.research.cohort.IndexedFacts;
import org.healthsphere.federation.research.cohort.MappingCoverage;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.federation.research.study.StudyRecords;
import org.healthsphere.node.research.ResearchConsent.Meant;
import org.healthsphere.node.research.ResearchConsent.Permission;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ReleaseFilter.Hidden;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Sha256;

/** The columns as far as consent permits, which is asked after the records are frozen. */
public final class ConsentedRecords implements CohortRecords {
    private final ResearchColumns columns;
    private final ResearchConsent consent;
    private final RollNames names;
    private final Map<Use, Permission> since = new HashMap<>();
    private Optional<Index> latest = Optional.empty();

    private record Use(PurposeOfUse purpose, String study, Meant meant) {}

    private record Permitted(Index index, Permission permission, Snapshot snapshot) {
        FactTable facts() {
            return index.facts();
        }

        List<String> ids() {
            return index.permitted().ids();
        }
    }

    /**
     * The facts that a permission lets through of the columns at a moment, with what questions ask first beside them. The last one is kept, since one
     * question is often followed by another.
     */
    private record Index(
            long change,
            ReleaseFilter filter,
            PermittedFacts permitted,
            IndexedFacts facts,
            FrozenContent content,
            MappingCoverage coverage) {}

    /**
     * Those of one hospital.
     *
     * @param names what stands for patients in rolls of consents, and for what else nobody else may know
     */
    public ConsentedRecords(ResearchColumns columns, ResearchConsent consent, RollNames names) {
        this.columns = columns;
        this.consent = consent;
        this.names = names;
    }

    @Override
    public Outcome<Frozen> freeze(PurposeOfUse purpose, String study) {
        return permitted(new Use(purpose, study, new Meant(Set.of(), Set.of())))
                .map(permitted -> new Frozen(
                        permitted.facts(),
                        permitted.snapshot(),
                        permitted.index().coverage()));
    }

    /**
     * The same for studies that are approved, as far as each patient's consent permits what the study uses data for.
     *
     * @param rolls where rolls of consents are kept
     * @param kinds what a disease is a kind of
     */
    public StudyRecords forStudies(Releases rolls, DiseaseKinds kinds) {
        return plan -> permitted(new Use(plan.asker().purpose(), plan.id(), meant(plan, kinds)))
                .map(permitted -> {
                    var ids = permitted.ids();
                    var roll = roll(plan.hash(), ids, permitted.permission());
                    if (rolls.find(roll.root()).isEmpty()) {
                        rolls.keep(roll.root(), roll.bytes());
                    }
                    return new StudyRecords.Frozen(
                            permitted.facts(),
                            ids,
                            new StudyRecords.Frame(
                                    permitted.snapshot(),
                                    roll.root(),
                                    names.keyed("content|"
                                            + permitted.index().content().digest())),
                            permitted.index().coverage());
                });
    }

    private static Meant meant(StudyPlan plan, DiseaseKinds kinds) {
        return new Meant(plan.uses(), plan.disease().map(kinds::andAbove).orElseGet(Set::of));
    }

    private Outcome<Permitted> permitted(Use use) {
        var snapshot = columns.snapshot();
        return consent.now(use.purpose(), use.study(), use.meant())
                .map(now -> unchangedSince(use, now))
                .map(permission -> new Permitted(
                        index(snapshot, permission.filter()),
                        permission,
                        new Snapshot(snapshot.change(), permission.height())));
    }

    private synchronized Index index(ColumnSnapshot snapshot, ReleaseFilter filter) {
        var index = latest.filter(before ->
                        before.change() == snapshot.change() && before.filter().equals(filter))
                .orElseGet(() -> {
                    var permitted = new PermittedFacts(snapshot, filter);
                    return new Index(
                            snapshot.change(),
                            filter,
                            permitted,
                            new IndexedFacts(permitted),
                            new FrozenContent(permitted),
                            new MappingCoverage(permitted, names.keyed("coverage")));
                });
        latest = Optional.of(index);
        return index;
    }

    /** Who is in, and what of whose records is not. */
    private ConsentRoll roll(Sha256 plan, List<String> patients, Permission permission) {
        return ConsentRoll.of(patients.stream()
                .map(patient -> {
                    var hidden = Optional.of(permission.filter().hiddenOf(patient))
                            .filter(some -> !some.isNothing())
                            .map(ConsentedRecords::spelled)
                            .orElse("");
                    var key = names.keyOf(patient);
                    return new RollProof.Entry(RollNames.name(key, plan), Sha256.of(key + "|" + hidden));
                })
                .toList());
    }

    private static String spelled(Hidden hidden) {
        return Stream.of(
                        hidden.types().stream(),
                        codes(hidden.labels()),
                        codes(hidden.codes()),
                        hidden.others().stream().map(PortionsOfFacts::spelled))
                .map(part -> part.sorted().collect(Collectors.joining(",")))
                .collect(Collectors.joining(";", hidden.all() + ";", ""));
    }

    private static Stream<String> codes(Set<Coding> codings) {
        return codings.stream().map(Coding::toString);
    }

    /**
     * The same permission with the height at which it was first seen: blocks that change nothing about it, a debit for
     * instance, do not make the same question a new one.
     */
    private synchronized Permission unchangedSince(Use use, Permission now) {
        var permission = Optional.ofNullable(since.get(use))
                .filter(before -> before.filter().equals(now.filter()))
                .orElse(now);
        since.put(use, permission);
        return permission;
    }
}
