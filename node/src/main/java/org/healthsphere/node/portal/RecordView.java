package org.healthsphere.node.portal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.federation.merge.MergedItem;
import org.healthsphere.federation.merge.MergedRecord;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.node.web.view.Conflict;
import org.healthsphere.node.web.view.Fact;
import org.healthsphere.node.web.view.MergedView;
import org.healthsphere.node.web.view.Section;
import org.healthsphere.node.web.view.SiteAnswer;
import org.healthsphere.node.web.view.SiteAnswer.Status;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** A merged record laid out for people. */
final class RecordView {
    private static final Comparator<Fact> NEWEST_FIRST = Comparator.comparing(
                    (Fact fact) -> fact.on().map(Object::toString).orElse(""))
            .reversed();

    private final Hospitals hospitals;
    private final Facts facts;

    RecordView(Hospitals hospitals) {
        this.hospitals = hospitals;
        this.facts = new Facts(hospitals);
    }

    /** Not found when nobody, this hospital included, released who the patient is. */
    Outcome<MergedView> of(MergedRecord record, Instant asOf) {
        return record.patient()
                .map(patient -> Outcome.of(new MergedView(
                        People.of(patient.resource()), sites(record), sections(record), conflicts(record), asOf)))
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("record")));
    }

    private List<Section> sections(MergedRecord record) {
        return sections(record.items());
    }

    /** Under their headings, the newest first. */
    List<Section> sections(List<MergedItem> items) {
        Map<Category, List<Fact>> byCategory = new EnumMap<>(Category.class);
        items.forEach(item -> category(item)
                .ifPresent(category -> byCategory
                        .computeIfAbsent(category, _ -> new ArrayList<>())
                        .add(facts.of(item))));
        return byCategory.entrySet().stream()
                .map(entry -> new Section(
                        entry.getKey(),
                        entry.getValue().stream().sorted(NEWEST_FIRST).toList()))
                .toList();
    }

    private List<Conflict> conflicts(MergedRecord record) {
        var aboutPerson = record.patient().stream().flatMap(facts::conflicts);
        var aboutItems = record.items().stream()
                .flatMap(item -> category(item).stream().flatMap(category -> facts.conflicts(category, item)));
        return Stream.concat(aboutPerson, aboutItems).toList();
    }

    private static Optional<Category> category(MergedItem item) {
        return Categories.of(item.type()).filter(_ -> !isOnlyAList(item));
    }

    /** A report that says nothing itself and only lists results, which are shown one by one. */
    private static boolean isOnlyAList(MergedItem item) {
        var report = item.resource();
        return item.type().equals("DiagnosticReport")
                && !report.path("result").isEmpty()
                && !report.has("conclusion")
                && !report.has("presentedForm");
    }

    /** This hospital first. */
    private List<SiteAnswer> sites(MergedRecord record) {
        List<SiteAnswer> sites = new ArrayList<>();
        record.answers().answers().forEach((member, answer) -> {
            var site = site(member, answer, record.answers().time(member).orElse(Duration.ZERO));
            if (site.hospital().equals(hospitals.self())) {
                sites.addFirst(site);
            } else {
                sites.add(site);
            }
        });
        return sites;
    }

    SiteAnswer site(NodeId member, MemberAnswer answer, Duration took) {
        var entries = answer instanceof MemberAnswer.Answered(var records, var _) ? records.size() : 0;
        return new SiteAnswer(hospitals.of(member), status(answer), entries, took);
    }

    private static Status status(MemberAnswer answer) {
        return switch (answer) {
            case MemberAnswer.Answered _ -> Status.ANSWERED;
            case MemberAnswer.NothingToRelease _ -> Status.NOTHING_TO_RELEASE;
            case MemberAnswer.Late _ -> Status.LATE;
            case MemberAnswer.Unreachable _ -> Status.UNREACHABLE;
            case MemberAnswer.Stale _ -> Status.STALE;
            case MemberAnswer.VersionMismatch _ -> Status.VERSION_MISMATCH;
            case MemberAnswer.Refused _ -> Status.REFUSED;
            case MemberAnswer.TooLong _ -> Status.TOO_LONG;
            case MemberAnswer.Invalid _ -> Status.INVALID;
        };
    }
}
