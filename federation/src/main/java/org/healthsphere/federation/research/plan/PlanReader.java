package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.healthsphere.federation.research.JsonBytes;
import org.healthsphere.federation.research.Terms;
import org.healthsphere.federation.research.cohort.CohortJson;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.federation.research.plan.StudyPlan.Asker;
import org.healthsphere.federation.research.plan.StudyPlan.Safety;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** Version 1 of the language of studies, in JSON. What it does not know it refuses. */
final class PlanReader {
    static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,47}");

    private static final Pattern TITLE = Pattern.compile("[^\\p{Cntrl}]{1,200}");
    private static final Pattern SYSTEM = Pattern.compile("[!-~]{1,255}");
    private static final Pattern CODE = Pattern.compile("[!-{}~]{1,128}");
    private static final Pattern INSTANT = Pattern.compile("[0-9T:.Z-]{20,30}");
    private static final Map<String, PurposeOfUse> PURPOSES =
            Map.of("HRESCH", PurposeOfUse.HRESCH, "PUBHLTH", PurposeOfUse.PUBHLTH);
    private static final int MOST_VARIABLES = 32;
    private static final int MOST_ANALYSES = 24;
    private static final int MOST_TERMS = 1000;
    private static final long MOST_RHO = 10_000_000;

    private PlanReader() {}

    static Outcome<StudyPlan> read(Bytes json) {
        return StrictObject.read(json.array(), PlanReader::plan);
    }

    private static StudyPlan plan(StrictObject json) {
        var _ = json.word("type", Map.of("study", true));
        var _ = json.integer("v", 1, 1);
        var variables = json.objects("variables", 0, MOST_VARIABLES, VariableReader::variable);
        var analyses = json.objects("analyses", 1, MOST_ANALYSES, part -> AnalysisReader.analysis(part, variables));
        var plan = new StudyPlan(
                json.text("id", NAME),
                json.object("asker", PlanReader::asker),
                uses(json),
                json.has("disease") ? Optional.of(json.object("disease", PlanReader::disease)) : Optional.empty(),
                json.object("safety", PlanReader::safety),
                json.object("cohort", CohortJson::cohort),
                variables,
                analyses);
        agree(json, plan);
        return plan;
    }

    private static Asker asker(StrictObject json) {
        return new Asker(
                JsonBytes.node(json, "member"),
                JsonBytes.digest(json, "researcher"),
                json.text("title", TITLE),
                json.word("purpose", PURPOSES));
    }

    private static Set<DataUse> uses(StrictObject json) {
        var codes = json.each("duo", 1, DataUse.values().length).stream()
                .map(JsonNode::asText)
                .toList();
        if (!DataUse.byCode().keySet().containsAll(codes) || new HashSet<>(codes).size() < codes.size()) {
            json.problem("duo names each once, of "
                    + DataUse.byCode().keySet().stream().sorted().toList());
            return Set.of();
        }
        return codes.stream()
                .map(code -> DataUse.byCode().getOrDefault(code, DataUse.GRU))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Coding disease(StrictObject json) {
        return new Coding(json.text("system", SYSTEM), json.text("code", CODE));
    }

    private static Safety safety(StrictObject json) {
        return new Safety(
                json.object("protection", PlanReader::protection),
                json.object("terms", PlanReader::terms),
                instant(json));
    }

    private static Protection protection(StrictObject json) {
        return switch (json.oneOf(List.of("exact", "noise"))) {
            case "exact" ->
                json.object("exact", part -> new Protection.Exact(number(part, "threshold", 1, MOST_TERMS)));
            case "noise" -> json.object("noise", part -> new Protection.Noise(part.integer("rhoMicros", 1, MOST_RHO)));
            default -> new Protection.Exact(MOST_TERMS);
        };
    }

    private static Terms terms(StrictObject json) {
        return new Terms(
                number(json, "threshold", 0, MOST_TERMS),
                number(json, "quorum", 1, MOST_TERMS),
                number(json, "colluders", 0, MOST_TERMS));
    }

    private static Instant instant(StrictObject json) {
        try {
            return Instant.parse(json.text("notAfter", INSTANT));
        } catch (DateTimeException _) {
            json.problem("notAfter is not an instant in UTC");
            return Instant.EPOCH;
        }
    }

    static int number(StrictObject json, String name, int least, int most) {
        return Math.toIntExact(json.integer(name, least, most));
    }

    /** What each part may be, but not together with the others. */
    private static void agree(StrictObject json, StudyPlan plan) {
        if (repeats(plan.variables().stream().map(Variable::name).toList())) {
            json.problem("two variables have one name");
        }
        if (repeats(plan.analyses().stream().map(Analysis::name).toList())) {
            json.problem("two analyses have one name");
        }
        if (repeats(plan.variables().stream().map(PlanWriter::source).toList())) {
            json.problem("two variables have one source: they could be told apart by a patient");
        }
        if (plan.disease().isPresent() && !plan.uses().contains(DataUse.DS)) {
            json.problem("a disease goes with the use for research on a disease, " + DataUse.DS.code());
        }
        agreeOnProtection(json, plan);
        agreeOnQuestions(json, plan);
    }

    private static void agreeOnProtection(StrictObject json, StudyPlan plan) {
        if (plan.hasNoise() && !plan.analyses().stream().allMatch(Analysis::canHaveNoise)) {
            json.problem("noise protects no trees, no scores, and hazards on a grid only");
        }
        if (!plan.hasNoise()
                && repeats(plan.analyses().stream().flatMap(Analysis::tabulated).toList())) {
            json.problem("an exact study counts by a variable in one table only: two tables could be subtracted");
        }
        if (plan.analyses().stream()
                .anyMatch(one ->
                        one instanceof Analysis.Distinct distinct && (distinct.phantoms() > 0) != plan.hasNoise())) {
            json.problem("distinct patients are counted with phantoms in a study with noise, and in no other");
        }
        if (!plan.hasNoise() && plan.analyses().stream().anyMatch(Analysis::countsOnce)) {
            json.problem("that each patient counts once is for noise; an exact study counts distinct patients");
        }
        if (plan.safety().terms().quorum() <= plan.safety().terms().colluders()) {
            json.problem("the quorum is greater than the number of colluders");
        }
    }

    private static void agreeOnQuestions(StrictObject json, StudyPlan plan) {
        if (plan.asker().purpose() == PurposeOfUse.PUBHLTH
                && !plan.analyses().stream().allMatch(Analysis::isOfPublicHealth)) {
            json.problem("public health asks how many fell ill and when, and nothing else");
        }
        if (!plan.analyses().stream().allMatch(analysis -> hasEnoughWeeks(plan, analysis))) {
            json.problem("an outbreak has as many weeks as its method looks back");
        }
    }

    private static boolean hasEnoughWeeks(StudyPlan plan, Analysis analysis) {
        return !(analysis instanceof Analysis.Outbreak outbreak
                && plan.variables().stream()
                        .anyMatch(variable -> variable instanceof Variable.Weeks weeks
                                && weeks.name().equals(outbreak.of())
                                && weeks.number() - outbreak.back()
                                        < outbreak.method().history()));
    }

    private static boolean repeats(List<String> names) {
        return new HashSet<>(names).size() < names.size();
    }
}
