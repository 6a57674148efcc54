package org.healthsphere.node.research;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.node.network.LinkageAccount;
import org.healthsphere.specs.NodeId;

/** What the ledger says of studies, and of what they have spent at one member: by study, by researcher, and in all. */
final class Odometers {
    private final NodeId self;
    private final Map<String, Directive.RegisterStudy> studies = new HashMap<>();
    private final Map<String, Long> spent = new HashMap<>();
    private final Set<String> paid = new HashSet<>();
    private long next;

    Odometers(NodeId self) {
        this.self = self;
    }

    /** The height from which on nothing was read yet. */
    synchronized long next() {
        return next;
    }

    /** What the ledger says now; a block that two callers read at once is added once. */
    synchronized Reading read(List<LedgerEvent> events) {
        var from = next;
        for (var event : events) {
            if (event.height() >= from) {
                add(event.directive());
                next = Math.max(next, event.height() + 1);
            }
        }
        return new Reading(Map.copyOf(studies), Map.copyOf(spent), Set.copyOf(paid));
    }

    private void add(Directive directive) {
        if (directive instanceof Directive.RegisterStudy study) {
            studies.put(study.study(), study);
        } else if (directive instanceof Directive.Debit debit && debit.member().equals(self)) {
            spent.merge(debit.study(), debit.rhoMicros(), Long::sum);
            paid.add(debit.id());
        }
    }

    /** What the ledger said at one height. */
    record Reading(Map<String, Directive.RegisterStudy> studies, Map<String, Long> spent, Set<String> paid) {

        Optional<Directive.RegisterStudy> study(String name) {
            return Optional.ofNullable(studies.get(name));
        }

        long ofStudy(String name) {
            return spent.getOrDefault(name, 0L);
        }

        /** All that the studies of one researcher have spent, whatever they are called. */
        long ofResearcherOf(Directive.RegisterStudy study) {
            return spent.entrySet().stream()
                    .filter(entry -> study(entry.getKey())
                            .map(Directive.RegisterStudy::researcher)
                            .equals(Optional.of(study.researcher())))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }

        /** What is counted of tokens of care costs no privacy; a study that takes such a name is a study all the same. */
        private static boolean isLinkage(String account) {
            return account.startsWith(LinkageAccount.PREFIX);
        }

        long ofAll() {
            return spent.entrySet().stream()
                    .filter(entry -> study(entry.getKey()).isPresent() || !isLinkage(entry.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }
    }
}
