package org.healthsphere.node.release;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Decision;
import org.healthsphere.consent.Decision.Ground;
import org.healthsphere.consent.Receipt;
import org.healthsphere.node.release.ReleaseLog.Action;
import org.healthsphere.node.release.ReleaseLog.Entry;
import org.healthsphere.node.release.ReleaseLog.Grounds;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * One question to the gate: what is decided on it is written down, for each patient whom it concerns, before anybody gets anything.
 *
 * <p>It begins before the gate makes its filter, so that the height which is written down was surely known to it.
 */
final class Noting {
    private static final Set<Ground> OF_ALL = Set.of(Ground.NOT_READY, Ground.LEDGER_STALE, Ground.NOT_A_MEMBER);

    private final ConsentFilters filters;
    private final ReleaseLog log;
    private final Access access;
    private final Action action;
    private final Pace.Beat beat;
    private final long height;

    Noting(ConsentFilters filters, ReleaseLog log, Access access, Action action, Pace.Beat beat) {
        this.filters = filters;
        this.log = log;
        this.access = access;
        this.action = action;
        this.beat = beat;
        this.height = filters.height();
    }

    /**
     * That these leave, each to the account of its patient.
     *
     * @param asked whom the question was about, if it names somebody: he learns also that nothing of him left
     */
    Outcome<List<Entry>> released(String what, Optional<String> asked, List<StoredResource> resources) {
        return released(List.of(what), asked, resources);
    }

    Outcome<List<Entry>> released(List<String> what, Optional<String> asked, List<StoredResource> resources) {
        var records = records(resources);
        if (records.isEmpty()) {
            return written(List.of(entry(what, asked, resources, false)));
        }
        var decisions = filters.deciding(access);
        List<Entry> entries = new ArrayList<>(records.size());
        records.forEach((patient, record) ->
                entries.add(entry(what, Optional.of(patient), record, Optional.empty(), decisions.apply(patient))));
        return written(entries);
    }

    /**
     * What became of a question for one thing.
     *
     * @param kept whether it is there and consent keeps it back
     */
    Outcome<List<Entry>> one(String what, Optional<String> patient, Optional<StoredResource> found, boolean kept) {
        return written(List.of(entry(List.of(what), patient, found.stream().toList(), kept)));
    }

    /** That somebody learns what there is, or that he is told nothing, without its being about anybody. */
    Outcome<List<Entry>> told(List<String> what) {
        return written(List.of(entry(what, Optional.empty(), List.of(), false)));
    }

    private Outcome<List<Entry>> written(List<Entry> entries) {
        var written = log.write(entries);
        if (entries.stream().allMatch(entry -> entry.released() == 0)) {
            beat.await();
        }
        return written;
    }

    private Entry entry(List<String> what, Optional<String> patient, List<StoredResource> released, boolean kept) {
        // Also where there is nobody: who is unknown costs what somebody does.
        var decision = filters.decide(patient.orElse(Compartment.NOBODY), access);
        var denied = released.isEmpty() ? denied(decision, patient, kept) : Optional.<Ground>empty();
        return entry(what, patient, released, denied, decision);
    }

    private Entry entry(
            List<String> what,
            Optional<String> patient,
            List<StoredResource> released,
            Optional<Ground> denied,
            Decision decision) {
        // A consent that came since the filter was made did not decide.
        var consent = decision.height() == height && denied.isEmpty() == decision instanceof Decision.Permitted
                ? consent(decision)
                : Optional.<String>empty();
        return new Entry(
                access, action, what, patient, released.size(), new Grounds(consent, denied, height, digest(released)));
    }

    /** Where nobody is concerned, nothing was permitted or denied, unless everything is. */
    private static Optional<Ground> denied(Decision decision, Optional<String> patient, boolean kept) {
        return switch (decision) {
            case Decision.Permitted _ -> kept ? Optional.of(Ground.DIRECTIVE) : Optional.empty();
            case Decision.Denied(var ground, var _, var _) ->
                Optional.of(ground).filter(g -> patient.isPresent() || OF_ALL.contains(g));
        };
    }

    private static Optional<String> consent(Decision decision) {
        return switch (decision) {
            case Decision.Permitted(var id, var _, var _) -> id;
            case Decision.Denied(var _, var id, var _) -> id;
        };
    }

    /** By patient, what is his, and what is nobody's. */
    private static Map<String, List<StoredResource>> records(List<StoredResource> resources) {
        Map<String, List<StoredResource>> records = new LinkedHashMap<>();
        List<StoredResource> ofNobody = new ArrayList<>();
        for (var resource : resources) {
            var patient = resource.patient();
            if (patient.isPresent()) {
                records.computeIfAbsent(patient.get(), _ -> new ArrayList<>(ofNobody))
                        .add(resource);
            } else {
                ofNobody.add(resource);
                records.values().forEach(record -> record.add(resource));
            }
        }
        return records;
    }

    /** Names exactly what left: a version never changes. */
    static Sha256 digest(List<StoredResource> released) {
        if (released.isEmpty()) {
            return Receipt.NOTHING;
        }
        var names = new StringBuilder();
        for (var resource : released) {
            names.append(resource).append('\n');
        }
        return Sha256.of(names.toString());
    }
}
