package org.healthsphere.node.research;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.federation.research.CohortRecords;
import org.healthsphere.federation.research.Snapshot;
import org.healthsphere.federation.research.study.StudyRecords;
import org.healthsphere.node.research.ResearchConsent.Permission;
import org.healthsphere.node.store.ReleaseFilter.Hidden;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Sha256;

/** The columns as far as consent permits, which is asked after the records are frozen. */
public final class ConsentedRecords implements CohortRecords {
    private final ResearchColumns columns;
    private final ResearchConsent consent;
    private final Map<Use, Permission> since = new HashMap<>();

    private record Use(PurposeOfUse purpose, String study) {}

    private record Permitted(PermittedFacts facts, Permission permission, Snapshot snapshot) {}

    public ConsentedRecords(ResearchColumns columns, ResearchConsent consent) {
        this.columns = columns;
        this.consent = consent;
    }

    @Override
    public Outcome<Frozen> freeze(PurposeOfUse purpose, String study) {
        return permitted(purpose, study).map(permitted -> new Frozen(permitted.facts(), permitted.snapshot()));
    }

    /**
     * The same for studies that are approved.
     *
     * @param salt without which nobody can tell whom the digest of the consents stands for
     */
    public StudyRecords forStudies(Bytes salt) {
        return (purpose, study) -> permitted(purpose, study).map(permitted -> {
            var ids = permitted.facts().ids();
            return new StudyRecords.Frozen(
                    permitted.facts(),
                    ids,
                    new StudyRecords.Frame(permitted.snapshot(), digest(salt, ids, permitted.permission())));
        });
    }

    private Outcome<Permitted> permitted(PurposeOfUse purpose, String study) {
        var snapshot = columns.snapshot();
        return consent.now(purpose, study)
                .map(now -> unchangedSince(new Use(purpose, study), now))
                .map(permission -> new Permitted(
                        new PermittedFacts(snapshot, permission.filter()),
                        permission,
                        new Snapshot(snapshot.change(), permission.height())));
    }

    /** Who is in, and what of whose records is not. */
    private static Sha256 digest(Bytes salt, List<String> patients, Permission permission) {
        var lines = new TreeMap<String, String>();
        patients.forEach(patient -> lines.put(
                patient,
                Optional.ofNullable(permission.filter().restricted().get(patient))
                        .map(ConsentedRecords::spelled)
                        .orElse("")));
        return Sha256.of(salt.array(), Bytes.utf8(lines.toString()).array());
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
