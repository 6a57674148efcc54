package org.healthsphere.node.research;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.healthsphere.federation.research.Releases;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.specs.Sha256;

/** In which released results a patient was counted, with what proves it against the release itself. */
public final class Participations {
    private final StudyFile file;
    private final Releases rolls;
    private final RollNames names;

    /**
     * What is known here.
     *
     * @param rolls where the rolls of consents are kept
     */
    public Participations(StudyFile file, Releases rolls, RollNames names) {
        this.file = file;
        this.rolls = rolls;
        this.names = names;
    }

    /** A result that this hospital has signed. */
    record Signed(StudyPlan plan, int analysis, Sha256 run, Sha256 consents, long height) {}

    /**
     * A patient's part in it.
     *
     * @param counted whether he was in the cohort
     * @param name what stands for him in the roll of consents
     * @param proof that he is in that roll, or is not; nothing when the roll is no longer there
     */
    public record Participation(Signed signed, boolean counted, Sha256 name, Optional<RollProof> proof) {
        public StudyPlan plan() {
            return signed.plan();
        }

        public int analysis() {
            return signed.analysis();
        }

        public Sha256 run() {
            return signed.run();
        }

        public Sha256 consents() {
            return signed.consents();
        }

        /** Whether his consent permitted it, as far as the proof shows. */
        public Optional<Boolean> permitted() {
            return proof.flatMap(shown -> shown.shows(consents(), name));
        }

        private void into(ObjectNode json) {
            var plan = plan();
            json.put("study", plan.id())
                    .put("title", plan.asker().title())
                    .put("member", plan.asker().member().value())
                    .put("plan", plan.hash().hex())
                    .put("analysis", plan.analyses().get(analysis()).name())
                    .put("run", run().hex())
                    .put("counted", counted)
                    .put("consents", consents().hex())
                    .put("consentHeight", height())
                    .put("name", name.hex());
            proof.ifPresent(shown -> json.set("proof", shown.json()));
        }

        /** Of the ledger, up to which consents were looked at. */
        public long height() {
            return signed.height();
        }
    }

    /** The key by which the patient finds himself in every roll; his alone to know. */
    public Sha256 keyOf(String patient) {
        return names.keyOf(patient);
    }

    /** The same as a document that anybody can check who has the releases. */
    public ObjectNode json(String patient) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("key", keyOf(patient).hex());
        var array = json.putArray("releases");
        of(patient).forEach(one -> one.into(array.addObject()));
        return json;
    }

    /** Every result of this hospital's, whether he was counted or not. */
    public List<Participation> of(String patient) {
        return file.signed().stream()
                .map(signed -> {
                    var name =
                            RollNames.name(names.keyOf(patient), signed.plan().hash());
                    return new Participation(
                            signed,
                            file.wasCounted(signed.run(), patient),
                            name,
                            rolls.find(signed.consents())
                                    .map(bytes -> ConsentRoll.read(bytes).proof(name)));
                })
                .toList();
    }
}
