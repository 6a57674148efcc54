package org.healthsphere.federation.merge;

import java.util.List;
import java.util.Optional;
import org.healthsphere.federation.exchange.FederatedRecord;
import org.healthsphere.specs.NodeId;

/**
 * One record of a patient from all that members released.
 *
 * @param patient empty when no member released who he is
 * @param items everything else, each once
 * @param answers what asking each member came to: what is missing is known from it
 */
public record MergedRecord(Optional<MergedPatient> patient, List<MergedItem> items, FederatedRecord answers) {
    public MergedRecord {
        items = List.copyOf(items);
    }

    /** What all members released, each fact once, with everybody who reports it. */
    public static MergedRecord of(FederatedRecord answers) {
        return new Gathering().record(answers);
    }

    public List<MergedItem> items(String type) {
        return items.stream().filter(item -> item.type().equals(type)).toList();
    }

    /** The item that a member means by a relative reference of its own. */
    public Optional<MergedItem> resolve(NodeId member, String reference) {
        return items.stream()
                .filter(item -> item.sources().stream()
                        .anyMatch(source -> source.member().equals(member)
                                && source.reference().equals(reference)))
                .findFirst();
    }
}
