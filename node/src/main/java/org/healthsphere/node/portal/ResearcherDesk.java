package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.research.Ground;
import org.healthsphere.federation.research.MemberKeys;
import org.healthsphere.federation.research.ReleaseCertificate;
import org.healthsphere.federation.research.ReleaseCertificates;
import org.healthsphere.federation.research.cohort.CohortQuery;
import org.healthsphere.federation.research.privacy.ZeroConcentrated;
import org.healthsphere.node.portal.AskedQuestions.Asked;
import org.healthsphere.node.research.QuestionAccounts;
import org.healthsphere.node.research.Studies;
import org.healthsphere.node.web.desk.Budget;
import org.healthsphere.node.web.desk.Choices;
import org.healthsphere.node.web.desk.CohortQuestion;
import org.healthsphere.node.web.desk.Release;
import org.healthsphere.node.web.desk.Release.Answer;
import org.healthsphere.node.web.desk.ResearchPages;
import org.healthsphere.node.web.desk.SiteCoverage;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.node.web.view.Download;
import org.healthsphere.node.web.view.SiteAnswer;
import org.healthsphere.node.web.view.SiteAnswer.Status;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The desk of a researcher: one question to all hospitals at a time, paid for out of the researcher's own budget. */
final class ResearcherDesk implements ResearchPages {
    private static final int NAME_DIGITS = 32;

    private final Behind behind;
    private final Rules rules;
    private final Hospitals hospitals;
    private final ZoneId zone;
    private final InstantSource clock;

    /** What stands behind the desk. */
    record Behind(Studies studies, QuestionAccounts accounts, MemberKeys keys, AskedQuestions asked, Choices choices) {}

    /** What a question costs here, in millionths of pure epsilon. */
    record Rules(long costMicros) {}

    ResearcherDesk(Behind behind, Rules rules, Hospitals hospitals, ZoneId zone, InstantSource clock) {
        this.behind = behind;
        this.rules = rules;
        this.hospitals = hospitals;
        this.zone = zone;
        this.clock = clock;
    }

    @Override
    public Choices choices() {
        return behind.choices();
    }

    @Override
    public Outcome<Budget> budget(Asking by) {
        var limit = behind.accounts().limitMicros();
        return behind.accounts()
                .leftMicros(study(by))
                .map(left -> new Budget(limit - Math.max(0, left), limit, ZeroConcentrated.ofPure(rules.costMicros())));
    }

    @Override
    public Outcome<Release> ask(Asking by, CohortQuestion question) {
        return budget(by)
                .then(budget -> budget.sufficesForAnother()
                        ? asked(by, question)
                        : Outcome.failed(new Fault.TooCostly("the privacy budget")));
    }

    private Outcome<Release> asked(Asking by, CohortQuestion question) {
        var everybody = hospitals.members().active().stream().map(Peer::id).collect(Collectors.toUnmodifiableSet());
        var query =
                CohortPaper.query(question, study(by), rules.costMicros(), LocalDate.ofInstant(clock.instant(), zone));
        return CohortQuery.parse(query.array())
                .then(parsed -> behind.accounts()
                        .open(by.caller().requester().subject(), study(by))
                        .then(_ -> behind.studies().ask(parsed, everybody)))
                .map(answer -> behind.asked()
                        .add(by.caller().requester().subject(), question, answer.certificate(), clock.instant()))
                .then(this::release);
    }

    /** The question at which criterion of a cohort patients drop out, paid for by the caller's account. */
    Bytes flow(Asking by, JsonNode cohort) {
        var query = JsonNodeFactory.instance
                .objectNode()
                .put("v", 1)
                .put("id", study(by))
                .put("tier", "T1")
                .put("epsilonMicros", rules.costMicros());
        query.putObject("purpose").put("act", "HRESCH").put("study", study(by));
        query.set("cohort", cohort);
        query.putArray("out").addObject().putObject("flow");
        return Bytes.utf8(query.toString());
    }

    /** The certificate of the answer to a question of the caller's. */
    Outcome<Bytes> answer(Asking by, CohortQuery query) {
        var everybody = hospitals.members().active().stream().map(Peer::id).collect(Collectors.toUnmodifiableSet());
        return behind.accounts()
                .open(by.caller().requester().subject(), study(by))
                .then(_ -> behind.studies().ask(query, everybody))
                .map(Studies.Answer::certificate);
    }

    MemberKeys keys() {
        return behind.keys();
    }

    @Override
    public Outcome<List<Release>> releases(Asking by) {
        Outcome<List<Release>> all = Outcome.of(new ArrayList<>());
        for (var asked : own(by)) {
            all = all.then(before -> release(asked).map(release -> {
                before.add(release);
                return before;
            }));
        }
        return all;
    }

    @Override
    public Outcome<Release> release(Asking by, String id) {
        return found(by, id).then(this::release);
    }

    @Override
    public Outcome<Download> certificate(Asking by, String release) {
        return found(by, release)
                .map(asked -> new Download("release-certificate.json", "application/json", asked.certificate()));
    }

    private Outcome<Asked> found(Asking by, String id) {
        return own(by).stream()
                .filter(asked -> asked.id().equals(id))
                .findFirst()
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("release")));
    }

    private List<Asked> own(Asking by) {
        return behind.asked().of(by.caller().requester().subject(), behind.choices());
    }

    /** Everything that is shown of a release is read from its certificate, once that has been verified. */
    private Outcome<Release> release(Asked asked) {
        return ReleaseCertificates.verify(asked.certificate(), behind.keys())
                .map(certificate -> new Release(
                        asked.id(),
                        asked.question(),
                        answer(certificate),
                        sites(certificate),
                        coverage(certificate),
                        ZeroConcentrated.ofPure(certificate.question().query().epsilonMicros()),
                        asked.at()));
    }

    private static Answer answer(ReleaseCertificate certificate) {
        var value = certificate.result().getFirst().value();
        return value.isPresent()
                ? new Answer.Count(value.getAsLong(), certificate.margin())
                : new Answer.TooFew(certificate.round().terms().threshold());
    }

    private List<SiteAnswer> sites(ReleaseCertificate certificate) {
        List<SiteAnswer> sites = new ArrayList<>();
        certificate
                .counted()
                .forEach(member ->
                        sites.add(new SiteAnswer(hospitals.of(member.member()), Status.ANSWERED, 0, Duration.ZERO)));
        certificate
                .absent()
                .forEach(member -> sites.add(
                        new SiteAnswer(hospitals.of(member.member()), status(member.ground()), 0, Duration.ZERO)));
        return sites;
    }

    /** How far the records of each hospital are coded that was counted. */
    List<SiteCoverage> coverage(ReleaseCertificate certificate) {
        return certificate.counted().stream()
                .flatMap(counted -> counted.coverage().stream()
                        .map(one -> new SiteCoverage(
                                hospitals.of(counted.member()),
                                one.type().resourceType(),
                                one.system(),
                                one.mapped().code())))
                .toList();
    }

    static Status status(Ground ground) {
        return switch (ground) {
            case SILENT, BUSY, EXPIRED -> Status.LATE;
            case UNAVAILABLE -> Status.STALE;
            case TERMINOLOGY -> Status.VERSION_MISMATCH;
            case MISBEHAVED, CONFLICT -> Status.INVALID;
            case QUERY, TIER, PURPOSE, EPSILON, BUDGET, TERMS, APPROVAL, ANSWERED -> Status.REFUSED;
        };
    }

    /** The account that pays: one for each researcher. */
    private String study(Asking by) {
        var researcher = behind.accounts().researcher(by.caller().requester().subject());
        return "desk-" + researcher.hex().substring(0, NAME_DIGITS);
    }
}
