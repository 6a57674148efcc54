package org.healthsphere.node.web.desk;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.web.desk.StudyCard.Standing;
import org.healthsphere.node.web.view.Hospital;

/**
 * A study of the researcher's own.
 *
 * @param protection in the words of its document
 * @param budget what its analyses cost this hospital, where they cost anything
 * @param document as it was registered
 */
public record StudySheet(
        StudyCard card,
        List<Site> sites,
        List<Line> analyses,
        Protection protection,
        Optional<Budget> budget,
        String document) {
    public StudySheet {
        sites = List.copyOf(sites);
        analyses = List.copyOf(analyses);
    }

    /** Whether one of its analyses is being computed now. */
    public boolean isComputing() {
        return analyses.stream().anyMatch(line -> line.progress().isPresent());
    }

    /** How it stands at a hospital. */
    public record Site(Hospital hospital, Standing standing) {}

    /** An analysis, and whether it was told. */
    public record Line(int number, String name, String kind, boolean released, Optional<Progress> progress) {
        /** One that is not being computed. */
        public Line(int number, String name, String kind, boolean released) {
            this(number, name, kind, released, Optional.empty());
        }
    }

    /** How far an analysis is: the step, and how many hospitals of those that were asked go on with it. */
    public record Progress(int step, int answering, int asked) {}

    /**
     * How its results are kept from telling of anybody.
     *
     * @param exact whether by rules of disclosure, not by noise
     * @param amount the fewest patients that are told of, or rho in millionths
     */
    public record Protection(boolean exact, long amount) {}

    public long approved() {
        return sites.stream()
                .filter(site -> site.standing() == Standing.APPROVED)
                .count();
    }
}
