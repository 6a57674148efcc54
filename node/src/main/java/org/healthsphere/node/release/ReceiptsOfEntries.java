package org.healthsphere.node.release;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.healthsphere.consent.Decision.Ground;
import org.healthsphere.consent.Receipt;
import org.healthsphere.node.audit.AuditEntry;
import org.healthsphere.node.audit.AuditEvent.Basis;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Sha256;

/**
 * What entries of the audit log come to as receipts: one for each request and patient, however often the gate was asked for it. The
 * same entries always come to the same receipts.
 */
final class ReceiptsOfEntries {
    private static final int ID_LENGTH = 32;

    private final SequencedMap<About, List<AuditEntry>> groups;

    /** Who asked for what in one request. */
    private record Request(String correlation, Requester requester, PurposeOfUse purpose) {}

    private record About(Request request, Optional<String> patient) {
        static About of(AuditEntry entry) {
            var event = entry.event();
            return new About(new Request(event.correlation(), event.requester(), event.purpose()), event.patient());
        }
    }

    private ReceiptsOfEntries(SequencedMap<About, List<AuditEntry>> groups) {
        this.groups = groups;
    }

    static ReceiptsOfEntries of(Collection<AuditEntry> entries) {
        var groups = new LinkedHashMap<About, List<AuditEntry>>();
        entries.stream()
                .filter(entry -> entry.event().basis().isPresent())
                .forEach(entry -> groups.computeIfAbsent(About.of(entry), _ -> new ArrayList<>())
                        .add(entry));
        var ofPatients = groups.keySet().stream()
                .filter(about -> about.patient().isPresent())
                .map(About::request)
                .collect(Collectors.toSet());
        groups.keySet().removeIf(about -> about.patient().isEmpty() && ofPatients.contains(about.request()));
        return new ReceiptsOfEntries(groups);
    }

    /** Which of them is about what this entry is about. */
    OptionalInt indexOf(AuditEntry entry) {
        var index = List.copyOf(groups.keySet()).indexOf(About.of(entry));
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /** In the order of their first entries. */
    List<Receipt> receipts(NodeId site, Sha256 policy) {
        return groups.entrySet().stream()
                .map(group -> receipt(group.getKey().request(), group.getValue(), site, policy))
                .toList();
    }

    private static Receipt receipt(Request request, List<AuditEntry> entries, NodeId site, Sha256 policy) {
        var bases = entries.stream()
                .flatMap(entry -> entry.event().basis().stream())
                .toList();
        var requester = request.requester();
        return new Receipt(
                entries.getFirst().hash().hex().substring(0, ID_LENGTH),
                site,
                requester.member(),
                requester.role(),
                Receipt.subject(request.correlation(), requester.subject()),
                request.purpose(),
                consent(entries),
                denied(bases),
                bases.stream().mapToLong(Basis::height).max().orElseThrow(),
                policy,
                released(bases),
                entries.getFirst().time(),
                request.correlation());
    }

    /** The newest that decided. */
    private static Optional<String> consent(List<AuditEntry> entries) {
        return entries.reversed().stream()
                .flatMap(entry -> entry.event().consent().stream())
                .findFirst();
    }

    /** Only a request by which nothing left was denied. */
    private static Optional<Ground> denied(List<Basis> bases) {
        return released(bases).equals(Receipt.NOTHING)
                ? bases.reversed().stream()
                        .flatMap(basis -> basis.ground().stream())
                        .findFirst()
                        .map(Ground::valueOf)
                : Optional.empty();
    }

    /** Of one answer its own digest, of several that of all of them, one after the other. */
    private static Sha256 released(List<Basis> bases) {
        var all = bases.stream()
                .map(Basis::released)
                .filter(released -> !released.equals(Receipt.NOTHING))
                .toList();
        if (all.size() < 2) {
            return all.isEmpty() ? Receipt.NOTHING : all.getFirst();
        }
        var joined = new ByteArrayOutputStream();
        all.forEach(one -> joined.writeBytes(one.bytes()));
        return Sha256.of(joined.toByteArray());
    }
}
