package org.healthsphere.consent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.consent.GeneratedDirectives.Said;

/**
 * Puts directives whose answers are known into groups, in which none depends on another: those of a group may be said at the same
 * time, in whatever order they arrive, when everything before the group is on the ledger.
 */
final class Packing {
    private Packing() {}

    /** A directive, and whether it is taken: what is refused changes nothing. */
    record Answered(Said said, boolean isTaken) {}

    static List<List<Said>> groups(List<Answered> script, int most) {
        List<List<Said>> groups = new ArrayList<>();
        var group = new Group();
        for (var one : script) {
            var isAlone = one.isTaken() && isOfEverybody(one.said().directive());
            if (isAlone || group.said.size() == most || group.matters(one)) {
                group = group.end(groups);
            }
            group.add(one);
            if (isAlone) {
                group = group.end(groups);
            }
        }
        var _ = group.end(groups);
        return List.copyOf(groups);
    }

    /** Of one group: what was said, and the records that it looked at and changed. */
    private static final class Group {
        private final List<Said> said = new ArrayList<>();
        private final Set<String> touched = new HashSet<>();
        private final Set<String> changed = new HashSet<>();

        /** Whether it makes a difference which of them comes first. */
        boolean matters(Answered next) {
            var names = names(next.said().directive());
            return !Collections.disjoint(names, changed) || (next.isTaken() && !Collections.disjoint(names, touched));
        }

        void add(Answered next) {
            var names = names(next.said().directive());
            said.add(next.said());
            touched.addAll(names);
            if (next.isTaken()) {
                changed.addAll(names);
            }
        }

        Group end(List<List<Said>> groups) {
            if (!said.isEmpty()) {
                groups.add(List.copyOf(said));
            }
            return new Group();
        }
    }

    /** What every other directive reads: who takes part, and which keys speak. */
    private static boolean isOfEverybody(Directive directive) {
        return switch (directive) {
            case Directive.AdmitMember _,
                    Directive.SuspendMember _,
                    Directive.HandOver _,
                    Directive.PublishRevocations _,
                    Directive.Vote _,
                    Directive.CertifyMember _,
                    Directive.RegisterKey _,
                    Directive.RotateKey _,
                    Directive.RetireKey _ -> true;
            default -> false;
        };
    }

    /** The records that it reads or writes beside those of everybody. */
    private static Set<String> names(Directive directive) {
        return switch (directive) {
            case Directive.Grant grant -> with(grant.id(), grant.delegation());
            case Directive.Amend amend -> with(amend.id(), amend.delegation());
            case Directive.OptOut out -> with(out.id(), out.delegation());
            case Directive.Revoke revoke -> with(revoke.id(), revoke.delegation());
            case Directive.Delegate delegate -> Set.of(delegate.id());
            case Directive.Guardian guardian -> Set.of(guardian.id());
            case Directive.Erase erase -> Set.of(erase.id());
            case Directive.BreakGlass glass -> Set.of(glass.id());
            case Directive.LegalBasisRelease release -> Set.of(release.id());
            case Directive.Propose proposal -> Set.of(proposal.id());
            case Directive.Vote vote -> Set.of(vote.proposal());
            case Directive.RegisterStudy study -> Set.of(study.study());
            case Directive.Debit debit -> Set.of(debit.id(), debit.study());
            case Directive.Release release -> Set.of(release.id(), release.study());
            case Directive.RequestCertificates asked -> Set.of("certificates of " + asked.member());
            case Directive.AnchorLog log -> Set.of("log of " + log.member());
            case Directive.AdmitMember _,
                    Directive.SuspendMember _,
                    Directive.HandOver _,
                    Directive.PublishRevocations _,
                    Directive.CertifyMember _,
                    Directive.RegisterKey _,
                    Directive.RotateKey _,
                    Directive.RetireKey _ -> Set.of();
        };
    }

    private static Set<String> with(String id, Optional<String> delegation) {
        var names = new HashSet<String>();
        Stream.concat(Stream.of(id), delegation.stream()).forEach(names::add);
        return names;
    }
}
