package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.research.Terms;
import org.healthsphere.federation.research.cohort.Cohort;
import org.healthsphere.federation.research.cohort.Cohort.Has;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Sha256;

/**
 * The document of a study: all that it will ever ask, closed before the first answer. It has one cohort, and each source of a variable
 * is named once, so that no two of its answers differ by a patient who was asked about twice in different words.
 *
 * @param id by which it is registered
 * @param asker who asks, and where
 * @param uses for what, in terms of DUO
 * @param disease that research on one disease is about
 */
public record StudyPlan(
        String id,
        Asker asker,
        Set<DataUse> uses,
        Optional<Coding> disease,
        Safety safety,
        Cohort cohort,
        List<Variable> variables,
        List<Analysis> analyses) {
    public StudyPlan {
        uses = Set.copyOf(uses);
        variables = List.copyOf(variables);
        analyses = List.copyOf(analyses);
    }

    /**
     * Who answers for a study.
     *
     * @param member at which the researcher works, which also coordinates
     * @param researcher stands for one person there, the same in all studies
     * @param title for people
     */
    public record Asker(NodeId member, Sha256 researcher, String title, PurposeOfUse purpose) {}

    /** On which terms, and until when. */
    public record Safety(Protection protection, Terms terms, Instant notAfter) {}

    /** Reads version 1; {@link org.healthsphere.specs.Fault.Invalid} names every path that is not in it. */
    public static Outcome<StudyPlan> parse(Bytes json) {
        return PlanReader.read(json);
    }

    public JsonNode json() {
        return PlanWriter.json(this);
    }

    /** The one spelling of what it means. */
    public Bytes canonical() {
        return Bytes.of(CanonicalJson.of(json()));
    }

    /** Its name on the ledger: digest of the canonical document. */
    public Sha256 hash() {
        return Sha256.of(canonical().array());
    }

    public Optional<Analysis> analysis(int number) {
        return number >= 0 && number < analyses.size() ? Optional.of(analyses.get(number)) : Optional.empty();
    }

    public Variable variable(String name) {
        return variables.stream()
                .filter(variable -> variable.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a plan names no variable that it does not have"));
    }

    /** Whether its sums have noise, so that each may be told once for what was paid. */
    public boolean hasNoise() {
        return safety.protection() instanceof Protection.Noise;
    }

    /** Every criterion of its variables. */
    public List<Has> criteria() {
        return variables.stream().flatMap(Variable::criteria).toList();
    }

    /** The least that any analysis may cost in all, in millionths of rho: nothing for an exact study. */
    public long rhoMicros() {
        return switch (safety.protection()) {
            case Protection.Noise(var rho) -> Math.multiplyExact(rho, analyses.size());
            case Protection.Exact _ -> 0;
        };
    }
}
