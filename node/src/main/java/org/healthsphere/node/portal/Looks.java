package org.healthsphere.node.portal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.healthsphere.node.access.User;
import org.healthsphere.node.access.UserDirectory;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEntry;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.consents.Consents;
import org.healthsphere.node.consents.SignedConsent;
import org.healthsphere.node.links.SharedLinks;
import org.healthsphere.node.portal.GlassBook.Glass;
import org.healthsphere.node.release.AuditedReleases;
import org.healthsphere.node.release.ReceiptBook;
import org.healthsphere.node.web.me.Look;
import org.healthsphere.node.web.me.Look.Right;
import org.healthsphere.node.web.me.Look.Way;
import org.healthsphere.node.web.me.Looked;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.node.web.view.Clinician;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/** What the audit log says of one patient's record, told to the patient: one look for each request, however many entries it left. */
final class Looks {
    private static final int ID_LENGTH = 32;
    private static final int MOST_PEOPLE = 40;
    private static final int MOST_ENTRIES = 2_000;
    private static final Duration LONGEST_REQUEST = Duration.ofMinutes(1);
    private static final Set<AuditCode> LOOKS = EnumSet.of(
            AuditCode.RECORD_READ,
            AuditCode.RECORD_SEARCHED,
            AuditCode.RECORD_EXPORTED,
            AuditCode.RECORD_NOTIFIED,
            AuditCode.RECORD_ANSWERED,
            AuditCode.STATISTIC_RELEASED,
            AuditCode.GLASS_BROKEN,
            AuditCode.LINK_OPENED);

    private final Hospitals hospitals;
    private final Names names;
    private final Consents consents;
    private final GlassBook glasses;
    private final ReceiptBook receipts;

    Looks(Hospitals hospitals, Names names, Consents consents, GlassBook glasses, ReceiptBook receipts) {
        this.hospitals = hospitals;
        this.names = names;
        this.consents = consents;
        this.glasses = glasses;
        this.receipts = receipts;
    }

    /**
     * How people read who it was.
     *
     * @param apps the name of an app
     * @param links what the patient calls a link that he gave away
     * @param helpers who asks in the patient's place
     */
    record Names(
            UserDirectory users,
            Function<String, Optional<String>> apps,
            Function<String, Optional<String>> links,
            Function<String, Optional<String>> helpers) {
        /** Of staff, or of whoever acts for the patient. */
        Optional<String> of(Requester requester) {
            return requester.role() == Role.PATIENT
                    ? helpers.apply(requester.subject())
                    : users.withId(requester.subject()).map(User::name);
        }
    }

    /** A look with the request that it was. */
    record Told(String correlation, Look look) {}

    /** Who asked for what: the name of a request may come from outside, so it alone does not make two entries one look. */
    private record Request(String correlation, Requester requester, PurposeOfUse purpose) {
        static Request of(AuditEntry entry) {
            var event = entry.event();
            return new Request(event.correlation(), event.requester(), event.purpose());
        }
    }

    /** Of these entries about one patient, which come newest first; newest first. */
    List<Told> of(String patient, List<AuditEntry> entries) {
        List<List<AuditEntry>> looks = new ArrayList<>();
        Map<Request, List<AuditEntry>> open = new HashMap<>();
        entries.stream().filter(entry -> LOOKS.contains(entry.event().code())).forEach(entry -> {
            var look = open.compute(
                    Request.of(entry),
                    (_, begun) -> begun != null && isSoonBefore(entry, begun.getLast()) ? begun : new ArrayList<>());
            if (look.isEmpty()) {
                looks.add(look);
            }
            look.add(entry);
        });
        return looks.stream()
                .map(look -> new Told(look.getFirst().event().correlation(), look(patient, look)))
                .toList();
    }

    /** What of the log can be shown to this patient. */
    Looked looked(String patient, AuditLog log) {
        var entries = log.ofPatient(patient, MOST_ENTRIES + 1);
        var isCut = entries.size() > MOST_ENTRIES;
        var shown = isCut ? entries.subList(0, MOST_ENTRIES) : entries;
        return new Looked(
                of(patient, shown).stream().map(Told::look).toList(),
                isCut ? Optional.of(shown.getLast().time()) : begin(log));
    }

    /** Before this moment the log has nothing any more; of several chains one of them has not. */
    private static Optional<Instant> begin(AuditLog log) {
        return log.chains().stream()
                .filter(chain -> chain.first() > 1)
                .flatMap(chain -> chain.entry(chain.first()).stream())
                .map(AuditEntry::time)
                .max(Comparator.naturalOrder());
    }

    /** Those of them that can be shown, each with the request that it was. */
    List<Told> told(String patient, AuditLog log) {
        return of(patient, log.ofPatient(patient, MOST_ENTRIES));
    }

    /** The clinicians among those who looked lately. */
    List<Clinician> people(String patient, AuditLog log) {
        return people(log.ofPatient(patient, MOST_ENTRIES));
    }

    /** The clinicians among those who looked: whom a patient may mean in particular. */
    List<Clinician> people(List<AuditEntry> entries) {
        return entries.stream()
                .filter(entry -> LOOKS.contains(entry.event().code()))
                .map(entry -> entry.event().requester())
                .filter(requester -> requester.role() == Role.CLINICIAN)
                .distinct()
                .limit(MOST_PEOPLE)
                .map(requester -> Clinician.of(hospitals.of(requester.member()), requester.subject(), name(requester)))
                .filter(Clinician::canBeMeant)
                .sorted(Comparator.comparing(Clinician::name))
                .toList();
    }

    private static boolean isSoonBefore(AuditEntry earlier, AuditEntry later) {
        return earlier.time().plus(LONGEST_REQUEST).isAfter(later.time());
    }

    private Look look(String patient, List<AuditEntry> entries) {
        var newest = entries.getFirst();
        var requester = newest.event().requester();
        return new Look(
                entries.getLast().hash().hex().substring(0, ID_LENGTH),
                newest.time(),
                new Look.Who(name(requester), requester.role(), hospitals.of(requester.member())),
                shown(entries),
                newest.event().purpose(),
                right(patient, entries),
                way(entries),
                receipts.has(patient, newest.event().correlation()),
                newest.event().correlation());
    }

    private String name(Requester requester) {
        return names.of(requester).orElseGet(requester::subject);
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
        if (newest.event().code() == AuditCode.LINK_OPENED) {
            var opened = entries.stream().anyMatch(entry -> entry.event().result() == Result.PERMITTED);
            return new Right.OwnLink(named(newest, SharedLinks.LINK, names.links()), opened);
        }
        if (requester.role() == Role.PATIENT) {
            return own(patient, newest);
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

    /** How he who asked came to it; of the patient, and of who has his link, the right says it. */
    private Optional<Way> way(List<AuditEntry> entries) {
        var newest = entries.getFirst();
        var requester = newest.event().requester();
        if (requester.role() == Role.PATIENT || newest.event().code() == AuditCode.LINK_OPENED) {
            return Optional.empty();
        }
        var app = named(newest, AuditedReleases.APP, names.apps());
        return Optional.of(
                switch (newest.event().code()) {
                    case RECORD_EXPORTED -> new Way.Export();
                    case RECORD_NOTIFIED -> new Way.Told();
                    case STATISTIC_RELEASED -> new Way.Counted();
                    default -> {
                        if (!requester.member().value().equals(hospitals.self().id())) {
                            yield new Way.Network();
                        }
                        yield app.isEmpty() ? new Way.Inside() : new Way.WithApp(app);
                    }
                });
    }

    /** The patient himself, an app of his, or somebody who acts for him. */
    private Right own(String patient, AuditEntry entry) {
        var app = named(entry, AuditedReleases.APP, names.apps());
        if (!app.isEmpty()) {
            return new Right.OwnApp(app);
        }
        return entry.event().requester().subject().equals(patient) ? new Right.Own() : new Right.ActsFor();
    }

    /** By what an entry names after this mark; empty where it names no such thing. */
    private static String named(AuditEntry entry, String mark, Function<String, Optional<String>> names) {
        return entry.event().what().stream()
                .filter(what -> what.startsWith(mark))
                .map(what -> what.substring(mark.length()))
                .findFirst()
                .map(id -> names.apply(id).orElse(id))
                .orElse("");
    }

    /** The words stay at the hospital where the glass was broken; others know that it was an emergency. */
    private String reason(String patient, Requester requester, Instant at) {
        Optional<Glass> broken = glasses.of(patient).stream()
                .filter(_ -> requester.member().value().equals(hospitals.self().id()))
                .filter(glass -> glass.subject().equals(requester.subject())
                        && !glass.at().isAfter(at))
                .findFirst();
        return broken.map(Glass::reason).orElse("emergency");
    }
}
