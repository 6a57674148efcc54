package org.healthsphere.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.healthsphere.node.research.RollNames;
import org.healthsphere.node.research.RollProof;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * Holds what a hospital says of a patient against a release.
 *
 * @param said the patient's key, and his part in each release
 */
record ParticipationCheck(JsonNode said, String member) {
    private static final Fault NOT_SHOWN = new Fault.Unauthenticated("not shown by what the hospital says");

    /** Whether his consent stood; a fault when neither is proven by the root that the release carries for the hospital. */
    Outcome<Boolean> in(JsonNode certificate) {
        var run = certificate.path("run").asText();
        try {
            return root(certificate)
                    .flatMap(root -> said.path("releases")
                            .valueStream()
                            .filter(one -> one.path("run").asText().equals(run))
                            .findFirst()
                            .flatMap(one -> RollProof.read(one.path("proof")))
                            .flatMap(proof -> proof.shows(root, name(certificate))))
                    .map(Outcome::of)
                    .orElseGet(() -> Outcome.failed(NOT_SHOWN));
        } catch (IllegalArgumentException _) {
            return Outcome.failed(NOT_SHOWN);
        }
    }

    /** It follows from the patient's own key, which is the same for every release: nobody can show another's place as his. */
    private Sha256 name(JsonNode certificate) {
        return RollNames.name(
                new Sha256(said.path("key").asText()),
                new Sha256(certificate.path("plan").asText()));
    }

    private Optional<Sha256> root(JsonNode certificate) {
        return certificate
                .path("counted")
                .valueStream()
                .filter(one -> one.path("member").asText().equals(member))
                .map(one -> new Sha256(one.path("frame").path("consents").asText()))
                .findFirst();
    }
}
