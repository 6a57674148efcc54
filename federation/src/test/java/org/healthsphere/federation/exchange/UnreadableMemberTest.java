package org.healthsphere.federation.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.MemberDirectory;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.exchange.MemberAnswer.Unreachable;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.Test;

/** A member that takes part, and of which the register does not tell how it is reached. */
class UnreadableMemberTest {
    private static final NodeId EAST = new NodeId("east");

    private final SimulatedNetwork network = new SimulatedNetwork();
    private final MemberDirectory register = new MemberDirectory() {
        @Override
        public List<Peer> active() {
            return network.directory.active();
        }

        @Override
        public Set<NodeId> unreadable() {
            return Set.of(EAST);
        }
    };

    @Test
    void it_is_missing_in_the_record_and_not_left_out() {
        var north = network.join("north");
        var south = network.join("south");
        var exchange =
                new RecordExchange(north.id, register, north.sealing, network.channel, network.clock(), network.ids());
        var question = new Question(
                Samples.CLINICIAN,
                PurposeOfUse.TREAT,
                Optional.empty(),
                PatientTokens.NOBODY,
                RecordFilter.EVERYTHING,
                12);
        var told = new HashMap<NodeId, MemberAnswer>();
        var record = exchange.ask(question, network.deadline(), _ -> true, told::put);
        assertThat(record.answers())
                .isEqualTo(Map.of(
                        south.id,
                        new MemberAnswer.NothingToRelease(SimulatedNetwork.RECEIPT),
                        EAST,
                        new Unreachable()));
        assertThat(record.isComplete()).isFalse();
        assertThat(told).isEqualTo(record.answers());
        assertThat(exchange.unasked(_ -> true).answers()).containsOnlyKeys(south.id, EAST);
    }
}
