package org.healthsphere.node.portal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.node.access.User;
import org.healthsphere.node.access.UserDirectory;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEntry;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.node.consents.Consents;
import org.healthsphere.node.consents.SignedConsent;
import org.healthsphere.node.portal.GlassBook.Glass;
import org.healthsphere.node.release.ReceiptBook;
import org.healthsphere.node.web.me.Look;
import org.healthsphere.node.web.me.Look.Right;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/** What the audit log says of one patient's record, told to the patient: one look for each request, however many entries it left. */
final class Looks {
    private static final int ID_LENGTH = 32;
    private static final Set<AuditCode> LOOKS = EnumSet.of(
            AuditCode.RECORD_READ,
            AuditCode.RECORD_SEARCHED,
            AuditCode.RECORD_EXPORTED,
            AuditCode.RECORD_ANSWERED,
            AuditCode.GLASS_BROKEN);

    private final Hospitals hospitals;
    private final UserDirectory users;
    private final Consents consents;
    private final GlassBook glasses;
    private final ReceiptBook receipts;

    Looks(Hospitals hospitals, UserDirectory users, Consents consents, GlassBook glasses, ReceiptBook receipts) {
        this.hospitals = hospitals;
        this.users = users;
        this.consents = consents;
        this.glasses = glasses;
        this.receipts = receipts;
    }

    /** A look with the request that it was. */
    record Told(String correlation, Look look) {}

    /** Of these entries about one patient; newest first. */
    List<Told> of(String patient, List<AuditEntry> entries) {
        Map<String, List<AuditEntry>> requests = new LinkedHashMap<>();
        entries.stream()
                .filter(entry -> LOOKS.contains(entry.event().code()))
                .forEach(entry -> requests.computeIfAbsent(entry.event().correlation(), _ -> new ArrayList<>())
                        .add(entry));
        return requests.entrySet().stream()
                .map(request -> new Told(request.getKey(), look(patient, request.getKey(), request.getValue())))
                .sorted(Comparator.comparing((Told told) -> told.look().at()).reversed())
                .toList();
    }

    private Look look(String patient, String correlation, List<AuditEntry> entries) {
        var newest = entries.getFirst();
        var requester = newest.event().requester();
        return new Look(
                Sha256.of(correlation).hex().substring(0, ID_LENGTH),
                newest.time(),
                new Look.Who(name(requester), requester.role(), hospitals.of(requester.member())),
                shown(entries),
                newest.event().purpose(),
                right(patient, entries),
                receipts.of(correlation).isPresent());
    }

    private String name(Requester requester) {
        return users.withId(requester.subject()).map(User::name).orElseGet(requester::subject);
    }

    private static Set<Category> shown(List<AuditEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.event().result() == Result.PERMITTED)
                .flatMap(entry -> entry.event().what().stream())
                .flatMap(what -> Categories.of(what.split("/", 2)[0]).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private Right right(String patient, List<AuditEntry> entries) {
        var newest = entries.getFirst();
        var requester = newest.event().requester();
        if (requester.role() == Role.PATIENT) {
            return new Right.Own();
        }
        if (entries.stream().anyMatch(entry -> entry.event().code() == AuditCode.GLASS_BROKEN)) {
            return new Right.Emergency(reason(patient, requester, newest.time()));
        }
        if (entries.stream().allMatch(entry -> entry.event().result() == Result.DENIED)) {
            return new Right.Refused();
        }
        return entries.stream()
                .map(AuditEntry::event)
                .flatMap(event -> event.consent().stream())
                .flatMap(id -> consents.find(patient, id).stream())
                .findFirst()
                .map(SignedConsent::signed)
                .<Right>map(Right.Allowed::new)
                .orElseGet(Right.Duty::new);
    }

    /** The words stay at the hospital where the glass was broken; others know that it was an emergency. */
    private String reason(String patient, Requester requester, Instant at) {
        Optional<Glass> broken = glasses.of(patient).stream()
                .filter(glass -> glass.subject().equals(requester.subject())
                        && !glass.at().isAfter(at))
                .findFirst();
        return broken.map(Glass::reason).orElse("emergency");
    }
}
