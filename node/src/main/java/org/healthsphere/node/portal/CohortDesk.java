package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.federation.research.ReleaseCertificate;
import org.healthsphere.federation.research.ReleaseCertificates;
import org.healthsphere.federation.research.cohort.Cohort;
import org.healthsphere.federation.research.cohort.CohortJson;
import org.healthsphere.federation.research.cohort.CohortQuery;
import org.healthsphere.federation.research.cohort.CohortWords;
import org.healthsphere.federation.research.imports.CohortImport;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.node.web.desk.Budget;
import org.healthsphere.node.web.desk.Choices;
import org.healthsphere.node.web.desk.CohortPages;
import org.healthsphere.node.web.desk.CohortSheet;
import org.healthsphere.node.web.desk.ConceptHit;
import org.healthsphere.node.web.desk.CriterionForm;
import org.healthsphere.node.web.desk.ExampleStudy;
import org.healthsphere.node.web.desk.Wording;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.Terminology;

/** Cohorts as they are built, put into words, and counted with noise. */
final class CohortDesk implements CohortPages {
    private static final int MOST_HITS = 12;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ResearcherDesk desk;
    private final Choices choices;
    private final Terminology terminology;
    private final Function<String, List<ConceptHit>> names;
    private final ZoneId zone;
    private final InstantSource clock;

    /**
     * A desk.
     *
     * @param names finds concepts of all code systems by their names
     */
    CohortDesk(
            ResearcherDesk desk,
            Choices choices,
            Terminology terminology,
            Function<String, List<ConceptHit>> names,
            ZoneId zone,
            InstantSource clock) {
        this.names = names;
        this.desk = desk;
        this.choices = choices;
        this.terminology = terminology;
        this.zone = zone;
        this.clock = clock;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }

    @Override
    public List<ConceptHit> concepts(String words) {
        var wanted = words.strip().toLowerCase(Locale.ROOT);
        if (wanted.length() < 2) {
            return List.of();
        }
        var all = Stream.concat(
                choices.conditions().stream().map(one -> new ConceptHit(one.coding(), one.name(), "Condition")),
                choices.labs().stream().map(one -> new ConceptHit(one.coding(), one.name(), "Observation")));
        var parts = List.of(wanted.split("\\s+", -1));
        var named = all.filter(hit -> parts.stream().allMatch(hit.name().toLowerCase(Locale.ROOT)::contains))
                .limit(MOST_HITS);
        return Stream.of(named, coded(words.strip()).stream(), names.apply(words.strip()).stream())
                .flatMap(hits -> hits)
                .collect(Collectors.toMap(ConceptHit::coding, hit -> hit, (first, _) -> first, LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }

    /** A code of any system that this node's terminology knows. */
    private Optional<ConceptHit> coded(String text) {
        var bar = text.lastIndexOf('|');
        if (bar < 1 || bar == text.length() - 1) {
            return Optional.empty();
        }
        var coding = new Coding(text.substring(0, bar), text.substring(bar + 1));
        return terminology.lookup(coding) instanceof Outcome.Success<Terminology.Concept>(var concept)
                ? Optional.of(new ConceptHit(coding, concept.display(), ""))
                : Optional.empty();
    }

    @Override
    public Outcome<CohortSheet> shown(Bytes cohort) {
        return read(cohort).map(CohortDesk::sheet);
    }

    private static Outcome<Cohort> read(Bytes cohort) {
        return StrictObject.read(cohort.array(), CohortJson::cohort);
    }

    static Wording wording(Cohort cohort) {
        return new Wording(CohortWords.LANGUAGES.stream()
                .collect(Collectors.toMap(
                        language -> language, language -> CohortWords.in(language).steps(cohort))));
    }

    private static CohortSheet sheet(Cohort cohort) {
        var canonical = CanonicalJson.of(CohortJson.json(cohort));
        return new CohortSheet(
                new String(canonical, StandardCharsets.UTF_8),
                Sha256.of(canonical).hex(),
                wording(cohort),
                Optional.empty());
    }

    @Override
    public Outcome<CohortSheet> with(Bytes cohort, CriterionForm criterion) {
        var before =
                cohort.isEmpty() ? Outcome.of(List.<Cohort>of()) : read(cohort).map(CohortWords::parts);
        return before.then(parts -> after(parts, criterion.form().raw("after"))
                .then(event -> read(Bytes.utf8(
                        new CriterionPaper(criterion, today(), event).json().toString())))
                .map(added -> {
                    List<Cohort> all = new ArrayList<>(parts);
                    all.add(added);
                    return sheet(all.size() == 1 ? added : new Cohort.And(all));
                }));
    }

    /** The step after which something is, by its number; nothing where none is chosen. */
    private static Outcome<Optional<JsonNode>> after(List<Cohort> parts, String step) {
        if (step.isEmpty()) {
            return Outcome.of(Optional.empty());
        }
        return step.matches("[0-9]{1,2}")
                        && Integer.parseInt(step) < parts.size()
                        && parts.get(Integer.parseInt(step)) instanceof Cohort.Has has
                ? Outcome.of(Optional.of(CohortJson.json(has)))
                : Outcome.failed(new Fault.Invalid("only a criterion about records has days after it"));
    }

    @Override
    public Outcome<CohortSheet> without(Bytes cohort, int step) {
        return read(cohort).map(CohortWords::parts).then(parts -> {
            List<Cohort> left = new ArrayList<>(parts);
            if (step >= left.size() || left.size() == 1) {
                return Outcome.failed(new Fault.Invalid("a cohort has a criterion"));
            }
            var _ = left.remove(step);
            return Outcome.of(sheet(left.size() == 1 ? left.getFirst() : new Cohort.And(left)));
        });
    }

    @Override
    public Outcome<CohortSheet> imported(String language, Bytes document) {
        return Optional.ofNullable(CohortImport.byName().get(language))
                .map(known -> known.read(document, today()).map(CohortDesk::sheet))
                .orElseGet(() -> Outcome.failed(new Fault.Invalid("such a language")));
    }

    @Override
    public Outcome<CohortSheet> counted(Asking by, Bytes cohort) {
        return read(cohort)
                .then(known -> CohortQuery.parse(
                                desk.flow(by, CohortJson.json(known)).array())
                        .then(query -> desk.answer(by, query))
                        .then(document -> ReleaseCertificates.verify(document, desk.keys()))
                        .map(certificate -> counted(sheet(known), certificate)));
    }

    private CohortSheet counted(CohortSheet sheet, ReleaseCertificate certificate) {
        var cells = certificate.result().stream()
                .map(cell -> cell.value().isPresent() ? Optional.of(cell.value().getAsLong()) : Optional.<Long>empty())
                .toList();
        var flow = new CohortSheet.Flow(cells, certificate.margin(), desk.coverage(certificate));
        return new CohortSheet(sheet.document(), sheet.hash(), sheet.steps(), Optional.of(flow));
    }

    @Override
    public String study(Bytes cohort) {
        try {
            if (JSON.readTree(ExampleStudy.text()) instanceof ObjectNode study
                    && read(cohort) instanceof Outcome.Success<Cohort>(var known)) {
                study.set("cohort", CohortJson.json(known));
                return study.toPrettyString();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the example is JSON", e);
        }
        return ExampleStudy.text();
    }

    @Override
    public Outcome<Budget> budget(Asking by) {
        return desk.budget(by);
    }
}
