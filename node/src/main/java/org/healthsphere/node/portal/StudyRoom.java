package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.research.Ground;
import org.healthsphere.federation.research.MemberKeys;
import org.healthsphere.federation.research.plan.Protection;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.federation.research.study.StudyReleases;
import org.healthsphere.node.research.FiledStudy;
import org.healthsphere.node.research.QuestionAccounts;
import org.healthsphere.node.research.StudyOffice;
import org.healthsphere.node.web.desk.Budget;
import org.healthsphere.node.web.desk.ProposalSheet;
import org.healthsphere.node.web.desk.ResultSheet;
import org.healthsphere.node.web.desk.SiteCoverage;
import org.healthsphere.node.web.desk.StudiesPages;
import org.healthsphere.node.web.desk.StudyCard;
import org.healthsphere.node.web.desk.StudyCard.Standing;
import org.healthsphere.node.web.desk.StudySheet;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.node.web.view.Download;
import org.healthsphere.node.web.view.SiteAnswer;
import org.healthsphere.node.web.view.SiteAnswer.Status;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** Studies as their pages show them. Whatever is shown of a result is read from its release, once that has been verified. */
final class StudyRoom implements StudiesPages {
    private final StudyOffice office;
    private final QuestionAccounts accounts;
    private final MemberKeys keys;
    private final Hospitals hospitals;

    StudyRoom(StudyOffice office, QuestionAccounts accounts, MemberKeys keys, Hospitals hospitals) {
        this.office = office;
        this.accounts = accounts;
        this.keys = keys;
        this.hospitals = hospitals;
    }

    private static String subject(Asking by) {
        return by.caller().requester().subject();
    }

    private Set<NodeId> everybody() {
        return hospitals.members().active().stream().map(Peer::id).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public List<StudyCard> studies(Asking by) {
        return office.of(subject(by)).stream().map(this::card).toList();
    }

    private StudyCard card(FiledStudy study) {
        var plan = study.plan();
        var released = (int) IntStream.range(0, plan.analyses().size())
                .filter(number -> office.released(plan, number).isPresent())
                .count();
        return new StudyCard(
                plan.id(),
                plan.asker().title(),
                Standing.valueOf(study.standing().name()),
                plan.analyses().size(),
                released,
                study.since());
    }

    @Override
    public Outcome<String> propose(Asking by, Bytes document) {
        return office.propose(subject(by), document, everybody())
                .map(study -> study.plan().id());
    }

    @Override
    public Outcome<StudySheet> study(Asking by, String id) {
        return office.find(subject(by), id).map(this::sheet);
    }

    private StudySheet sheet(FiledStudy study) {
        var plan = study.plan();
        return new StudySheet(
                card(study),
                sites(plan),
                lines(plan),
                protection(plan),
                budget(plan),
                plan.json().toPrettyString());
    }

    private List<StudySheet.Site> sites(StudyPlan plan) {
        Map<NodeId, String> standings = office.standings(plan, everybody());
        return everybody().stream()
                .sorted((a, b) -> a.value().compareTo(b.value()))
                .map(member -> new StudySheet.Site(
                        hospitals.of(member),
                        Optional.ofNullable(standings.get(member))
                                .map(StudyRoom::standing)
                                .orElse(Standing.UNKNOWN)))
                .toList();
    }

    private static Standing standing(String word) {
        return switch (word) {
            case "approved" -> Standing.APPROVED;
            case "declined" -> Standing.DECLINED;
            case "pending" -> Standing.PENDING;
            default -> Standing.UNKNOWN;
        };
    }

    private List<StudySheet.Line> lines(StudyPlan plan) {
        return IntStream.range(0, plan.analyses().size())
                .mapToObj(number -> line(plan, number))
                .toList();
    }

    private StudySheet.Line line(StudyPlan plan, int number) {
        var analysis = plan.analyses().get(number);
        var kind = analysis.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        return new StudySheet.Line(
                number,
                analysis.name(),
                kind,
                office.released(plan, number).isPresent(),
                office.progress(plan, number)
                        .map(stage -> new StudySheet.Progress(
                                stage.step(),
                                stage.answering().size(),
                                stage.asked().size())));
    }

    private static StudySheet.Protection protection(StudyPlan plan) {
        return switch (plan.safety().protection()) {
            case Protection.Exact(var threshold) -> new StudySheet.Protection(true, threshold);
            case Protection.Noise(var rho) -> new StudySheet.Protection(false, rho);
        };
    }

    private Optional<Budget> budget(StudyPlan plan) {
        return plan.safety().protection() instanceof Protection.Noise(var rho)
                        && accounts.leftMicros(plan.id()) instanceof Outcome.Success<Long>(var left)
                ? Optional.of(new Budget(plan.rhoMicros() - Math.max(0, left), plan.rhoMicros(), rho))
                : Optional.empty();
    }

    @Override
    public Outcome<ResultSheet> run(Asking by, String id, int analysis) {
        return office.find(subject(by), id)
                .then(study -> office.run(study.plan(), analysis, everybody())
                        .then(answer -> told(study.plan(), analysis, answer.certificate())));
    }

    @Override
    public Outcome<ResultSheet> result(Asking by, String id, int analysis) {
        return found(by, id, analysis).then(released -> told(released.plan(), analysis, released.document()));
    }

    private record Found(StudyPlan plan, Bytes document) {}

    private Outcome<Found> found(Asking by, String id, int analysis) {
        return office.find(subject(by), id)
                .then(study -> office.released(study.plan(), analysis)
                        .map(document -> Outcome.of(new Found(study.plan(), document)))
                        .orElseGet(() -> Outcome.failed(new Fault.NotFound("a release of this analysis"))));
    }

    private Outcome<ResultSheet> told(StudyPlan plan, int analysis, Bytes document) {
        return StudyReleases.verify(document, keys).map(release -> {
            var reading = new ResultReading(release.result());
            return new ResultSheet(
                    plan.id(),
                    plan.asker().title(),
                    line(plan, analysis),
                    reading.tables(),
                    reading.chart(),
                    answers(release.certificate()),
                    coverage(release.certificate()),
                    release.time());
        });
    }

    private List<SiteAnswer> answers(JsonNode certificate) {
        List<SiteAnswer> answers = new ArrayList<>();
        certificate.path("counted").forEach(one -> answers.add(answer(one, Status.ANSWERED)));
        certificate
                .path("absent")
                .forEach(one -> answers.add(answer(
                        one,
                        Optional.ofNullable(
                                        Ground.byCode().get(one.path("ground").asText()))
                                .map(ResearcherDesk::status)
                                .orElse(Status.INVALID))));
        return answers;
    }

    private List<SiteCoverage> coverage(JsonNode certificate) {
        List<SiteCoverage> all = new ArrayList<>();
        for (var counted : certificate.path("counted")) {
            var hospital = hospitals.of(new NodeId(counted.path("member").asText()));
            for (var one : counted.path("coverage")) {
                all.add(new SiteCoverage(
                        hospital,
                        one.path("type").asText(),
                        one.path("system").asText(),
                        one.path("mapped").asText()));
            }
        }
        return all;
    }

    private SiteAnswer answer(JsonNode one, Status status) {
        var hospital = hospitals.of(new NodeId(one.path("member").asText()));
        return new SiteAnswer(hospital, status, 0, Duration.ZERO);
    }

    @Override
    public Outcome<Download> export(Asking by, String id, int analysis, Format format) {
        return found(by, id, analysis)
                .then(found -> StudyReleases.verify(found.document(), keys)
                        .map(release -> file(found, analysis, format, release)));
    }

    private static Download file(Found found, int analysis, Format format, StudyReleases.Verified release) {
        var name =
                found.plan().id() + "-" + found.plan().analyses().get(analysis).name();
        var document = name + ".release.json";
        return switch (format) {
            case CERTIFICATE -> new Download(document, "application/json", found.document());
            case CSV ->
                new Download(
                        name + ".csv",
                        "text/csv",
                        Bytes.utf8(new ResultReading(release.result()).csv(release.certificate())));
            case R -> new Download(name + ".R", "text/plain", Bytes.utf8(Snippets.r(document)));
            case PYTHON -> new Download(name + ".py", "text/x-python", Bytes.utf8(Snippets.python(document)));
        };
    }

    @Override
    public List<ProposalSheet> proposals(Asking by) {
        return office.proposed().stream().map(this::proposal).toList();
    }

    private ProposalSheet proposal(FiledStudy study) {
        var plan = study.plan();
        return new ProposalSheet(
                plan.hash().hex(),
                card(study),
                hospitals.of(plan.asker().member()),
                protection(plan),
                new ProposalSheet.Asked(
                        CohortDesk.wording(plan.cohort()),
                        lines(plan).stream()
                                .map(line -> line.name() + " (" + line.kind() + ")")
                                .toList()),
                new ProposalSheet.Votes(study.approving().size(), office.votes()),
                office.objection(plan).isPresent(),
                plan.json().toPrettyString());
    }

    @Override
    public Outcome<Budget> spending(Asking by) {
        return accounts.spentMicros().map(spent -> new Budget(spent, accounts.siteMicros(), 1));
    }

    @Override
    public Outcome<ProposalSheet> decide(Asking by, String plan, boolean approve) {
        return plan.matches("[0-9a-f]{64}")
                ? office.decide(new Sha256(plan), approve, subject(by)).map(this::proposal)
                : Outcome.failed(new Fault.NotFound("such a study"));
    }
}
