package org.healthsphere.federation.research;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.healthsphere.federation.research.ReleaseCertificate.Absent;
import org.healthsphere.federation.research.ReleaseCertificate.Counted;
import org.healthsphere.federation.research.ReleaseCertificate.Question;
import org.healthsphere.federation.research.ReleaseCertificate.Round;
import org.healthsphere.federation.research.StudyMessage.MaskedShare;
import org.healthsphere.federation.research.StudyMessage.Proposal;
import org.healthsphere.federation.research.aggregation.MaskedVector;
import org.healthsphere.federation.research.cohort.CohortQuery;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** What the signed shares of a roster come to. Coordinator and participants reckon it alike, each for itself. */
record Tally(Said<Proposal> proposal, CohortQuery query, Roster roster) {

    /** The certificate; a fault when the shares are not those of exactly this roster. */
    Outcome<ReleaseCertificate> certificate(Collection<Said<MaskedShare>> shares, List<Absent> absent, Instant time) {
        if (!roster.isComplete(shares)
                || !shares.stream().allMatch(share -> share.message().roster().equals(roster.hash()))) {
            return Outcome.failed(new Fault.Conflict("shares of another roster"));
        }
        var cells = query.body().output().cells();
        var terms = proposal.message().terms();
        var vectors = shares.stream().map(share -> share.message().vector()).toList();
        return MaskedVector.sum(vectors, cells.size())
                .map(sum -> new ReleaseCertificate(
                        new Question(query, proposal.message().pins()),
                        new Round(proposal.from(), proposal.statement().digest(), roster.hash(), terms),
                        counted(shares),
                        absent,
                        ReleaseCertificates.cells(cells, sum, terms.threshold()),
                        time));
    }

    private List<Counted> counted(Collection<Said<MaskedShare>> shares) {
        List<Counted> counted = new ArrayList<>();
        shares.stream()
                .sorted(Comparator.comparing(share -> share.from().value()))
                .forEach(share -> {
                    var said = share.message();
                    roster.admission(share.from())
                            .map(admission -> admission.message().snapshot())
                            .map(snapshot -> new Counted(
                                    share.from(),
                                    snapshot,
                                    share.statement().digest(),
                                    said.paid(),
                                    said.coverage()))
                            .ifPresent(counted::add);
                });
        return counted;
    }
}
