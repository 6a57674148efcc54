package org.healthsphere.node.transparency;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.ConsentRequest;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.consent.Decision;
import org.healthsphere.consent.NetworkPolicy;
import org.healthsphere.node.network.ObservedLedger;
import org.healthsphere.node.network.TestNetwork;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/** One hospital's node, as far as its logs go. */
final class LogKeeper {
    static final Duration BOUND = Duration.ofSeconds(5);

    final TestNetwork.Hospital hospital;
    final InMemoryResourceStore store;
    final Logs logs;
    final Cosigning cosigning;
    private final TestNetwork network;
    private final Map<NodeId, LogKeeper> members;
    private final ConsentView view;
    private final ObservedLedger observed;

    /** @param members to each other; this one is among them from now on */
    LogKeeper(
            TestNetwork network,
            Map<NodeId, LogKeeper> members,
            TestNetwork.Hospital hospital,
            InMemoryResourceStore store,
            List<Bytes> issued) {
        this.network = network;
        this.members = members;
        this.hospital = hospital;
        this.store = store;
        var id = hospital.identity.id();
        ConsentLedger ledger = network.ledger.seenBy(id);
        var settings = new ConsentView.Settings(id, NetworkPolicy.standard(), BOUND);
        this.view = new ConsentView(
                settings, _ -> Outcome.failed(new Fault.NotFound("terms")), new Nobody(), network.clock);
        this.logs = new Logs(
                new Logs.Own("test", id, hospital.identity),
                new Logs.Kept(store, issued.stream()),
                ledger::hashAt,
                new Alarms(network.clock),
                network.clock);
        this.observed = new ObservedLedger(ledger, logs::apply, logs.alarms()::ledgerDoubtedSince);
        this.cosigning =
                new Cosigning(logs, new Cosigning.Known(ledger, view, hospital.members), this::carry, network.clock);
        members.put(id, this);
    }

    private Map<NodeId, Bytes> carry(Map<NodeId, Bytes> calls) {
        Map<NodeId, Bytes> answers = new HashMap<>();
        calls.forEach((to, call) -> Optional.ofNullable(members.get(to)).ifPresent(member -> {
            if (member.cosigning.answer(call) instanceof Outcome.Success<Bytes>(var answer)) {
                answers.put(to, answer);
            }
        }));
        return answers;
    }

    void follow() {
        hospital.follow();
        var _ = view.follow(observed, Duration.ZERO).orElseThrow();
    }

    /** The same hospital after its node was stopped and started. */
    LogKeeper again(List<Bytes> issued) {
        return new LogKeeper(network, members, hospital, store, issued);
    }

    /** What somebody at another hospital would be told of a patient. */
    Decision decide() {
        var other = new Requester(new NodeId("south"), "someone", Role.CLINICIAN);
        return view.decide("nobody", new ConsentRequest(other, PurposeOfUse.TREAT, network.clock.instant()));
    }
}
