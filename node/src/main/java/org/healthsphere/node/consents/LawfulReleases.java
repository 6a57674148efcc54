package org.healthsphere.node.consents;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.healthsphere.consent.Directive.LegalBasisRelease;
import org.healthsphere.specs.NodeId;

/** What laws permit of patients' records, by their handles; as the ledger's events come. */
final class LawfulReleases {
    private final Map<String, List<LegalBasisRelease>> known = new ConcurrentHashMap<>();

    /** What is to be approved. */
    static LegalBasisRelease entry(String id, NodeId custodian, String handle, LegalBasis basis) {
        return new LegalBasisRelease(
                id,
                custodian,
                handle,
                basis.statute(),
                basis.requester(),
                basis.types(),
                basis.notBefore(),
                basis.notAfter(),
                List.of());
    }

    void put(LegalBasisRelease basis) {
        known.merge(
                basis.handle(),
                List.of(basis),
                (before, added) -> before.contains(basis)
                        ? before
                        : Stream.concat(before.stream(), added.stream()).toList());
    }

    /** The newest last. */
    List<LegalBasisRelease> of(String handle) {
        return known.getOrDefault(handle, List.of());
    }
}
