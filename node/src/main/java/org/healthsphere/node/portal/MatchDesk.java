package org.healthsphere.node.portal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.node.matching.Review;
import org.healthsphere.node.matching.Stewardship;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.web.ops.MatchCard;
import org.healthsphere.node.web.ops.MatchPages;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.node.web.view.Person;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** The steward's reviews, with those people whom the gate lets him see. */
final class MatchDesk implements MatchPages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 50;

    private final Stewardship stewardship;
    private final ReleaseGate gate;

    MatchDesk(Stewardship stewardship, ReleaseGate gate) {
        this.stewardship = stewardship;
        this.gate = gate;
    }

    @Override
    public Outcome<Matches> matches(Asking by) {
        List<MatchCard> cards = new ArrayList<>();
        var reviews = stewardship.reviews().iterator();
        while (reviews.hasNext() && cards.size() < MOST) {
            switch (card(by, reviews.next())) {
                case Outcome.Success<MatchCard>(var card) -> cards.add(card);
                case Outcome.Failure<MatchCard>(Fault.Unavailable fault) -> {
                    return Outcome.failed(fault);
                }
                case Outcome.Failure<MatchCard> _ -> {
                    // One of the two may not be seen, or is no longer there.
                }
            }
        }
        return Outcome.of(new Matches(cards, reviews.hasNext(), stewardship.hasCompared()));
    }

    private Outcome<MatchCard> card(Asking by, Review review) {
        return person(by, review.one())
                .then(one -> person(by, review.other())
                        .map(other -> new MatchCard(
                                review.id(),
                                one,
                                other,
                                review.isOpen(),
                                review.history().stream().map(MatchDesk::said).toList())));
    }

    private static MatchCard.Said said(Review.Event event) {
        return new MatchCard.Said(
                event.at(), event.by(), MatchCard.Judgement.valueOf(event.step().name()));
    }

    private Outcome<Person> person(Asking by, String patient) {
        return gate.read(access(by), new ResourceId("Patient", patient)).map(MatchDesk::person);
    }

    private static Person person(StoredResource patient) {
        try {
            return People.of(JSON.readTree(patient.json().utf8()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds JSON: " + patient, e);
        }
    }

    /** Nobody decides about people whom he may not see. */
    @Override
    public Outcome<String> judge(Asking by, String review, MatchCard.Judgement judgement) {
        return stewardship
                .find(review)
                .then(found -> card(by, found))
                .then(_ -> stewardship.decide(access(by), review, Review.Step.valueOf(judgement.name())))
                .map(Review::id);
    }

    private static Access access(Asking by) {
        return new Access(by.caller().requester(), PurposeOfUse.HOPERAT, by.correlation());
    }
}
