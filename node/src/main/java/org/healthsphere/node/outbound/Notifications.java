package org.healthsphere.node.outbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.net.SocketFactory;
import org.healthsphere.node.ingest.mllp.MllpClient;
import org.healthsphere.node.outbound.AdtMessage.Occasion;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.NotificationGate;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one listener of patients and visits by ADT messages, in the order in which they changed.
 *
 * <p>The queue is the store's own log of changes, and how far the listener has acknowledged is kept beside it: nothing is lost with
 * the process. What was sent when the process died is sent once more, with the same control id. What the gate does not let out
 * is passed over.
 */
public final class Notifications {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final String SPACE = "v2-told";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern ANSWER = Pattern.compile("\rMSA\\|[AC]([AER])\\|([^|\r]*)");
    private static final int ROUND = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ResourceStore store;
    private final NotificationGate gate;
    private final NodeId self;
    private final Listener listener;
    private final Function<Boolean, SocketFactory> sockets;

    /** @param sockets for a line that is encrypted, or is not */
    public Notifications(
            ResourceStore store,
            NotificationGate gate,
            NodeId self,
            Listener listener,
            Function<Boolean, SocketFactory> sockets) {
        this.store = store;
        this.gate = gate;
        this.self = self;
        this.listener = listener;
        this.sockets = sockets;
    }

    /** Tells what came since the last time, as far as the listener takes it. How many messages it acknowledged. */
    public int round() {
        var changed = changed(position());
        if (changed.isEmpty()) {
            return 0;
        }
        try (var line = MllpClient.connect(sockets.apply(listener.tls()), address(), PATIENCE)) {
            var told = 0;
            for (var commit : changed.entrySet()) {
                for (var version : commit.getValue()) {
                    if (!tell(line, version)) {
                        return told;
                    }
                    told++;
                }
                note(commit.getKey());
            }
            return told;
        } catch (UncheckedIOException e) {
            LOG.warn("{} cannot be told now; it will be later", listener.name());
            return 0;
        }
    }

    /** By commit: one that was told by half is told anew. */
    private Map<Long, List<StoredResource>> changed(long from) {
        var changed = new TreeMap<Long, List<StoredResource>>();
        try (var changes = store.changesAfter(from)) {
            for (var version : (Iterable<StoredResource>) changes.filter(Notifications::concerns)::iterator) {
                if (changed.size() == ROUND && !changed.containsKey(version.change())) {
                    return changed;
                }
                changed.computeIfAbsent(version.change(), _ -> new ArrayList<>())
                        .add(version);
            }
        }
        return changed;
    }

    private void note(long change) {
        store.putMark(new Mark(SPACE, listener.name(), Bytes.utf8(String.valueOf(change))));
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(
                listener.address().getHostString(), listener.address().getPort());
    }

    /** A listener that is new hears of what happens from now on. */
    private long position() {
        return store.mark(SPACE, listener.name())
                .map(mark -> Long.parseLong(mark.utf8()))
                .orElseGet(() -> {
                    var now = store.lastChange();
                    note(now);
                    return now;
                });
    }

    private static boolean concerns(StoredResource version) {
        return !version.deleted()
                && (version.id().type().equals("Encounter")
                        || version.id().type().equals("Patient"));
    }

    /** Whether the listener has it, or need not have it. */
    private boolean tell(MllpClient line, StoredResource version) {
        var id = Sha256.of(listener.name() + " " + version).hex().substring(0, 20);
        var patient = version.patient()
                .flatMap(p -> store.get(new ResourceId("Patient", p)))
                .filter(p -> !p.deleted());
        if (patient.isEmpty()) {
            return true;
        }
        var about = new ArrayList<>(List.of(version));
        if (!version.id().equals(patient.get().id())) {
            about.add(patient.get());
        }
        var access =
                new Access(new Requester(self, "v2:" + listener.name(), Role.SYSTEM), PurposeOfUse.HOPERAT, "v2-" + id);
        return switch (gate.notifying(access, about)) {
            case Outcome.Failure<List<StoredResource>> _ -> false;
            case Outcome.Success<List<StoredResource>>(var released) ->
                released.size() < about.size() || accepted(line, message(version, patient.get(), id), id);
        };
    }

    private Bytes message(StoredResource version, StoredResource patient, String id) {
        var json = tree(version);
        var isVisit = version.id().type().equals("Encounter");
        var before = version.version() == 1
                ? Optional.<JsonNode>empty()
                : store.version(version.id(), version.version() - 1)
                        .filter(r -> !r.deleted())
                        .map(Notifications::tree);
        var event = isVisit ? visit(json, before) : before.isEmpty() ? "A28" : "A31";
        return AdtMessage.of(
                new Occasion(event, id, version.lastUpdated(), self.value(), listener),
                tree(patient),
                isVisit ? Optional.of(json) : Optional.empty());
    }

    /** What has happened to a visit, by what its state was and is. */
    private static String visit(JsonNode now, Optional<JsonNode> before) {
        var status = now.path("status").asText();
        if (before.filter(b -> b.path("status").asText().equals(status)).isPresent()) {
            return "A08";
        }
        return switch (status) {
            case "finished" -> "A03";
            case "cancelled", "entered-in-error" -> "A11";
            case "planned" -> "A05";
            default -> now.at("/class/code").asText().equals("IMP") ? "A01" : "A04";
        };
    }

    private boolean accepted(MllpClient line, Bytes message, String id) {
        var answer = ANSWER.matcher(line.send(message).utf8());
        if (!answer.find() || !answer.group(2).equals(id)) {
            LOG.warn("{} has answered something else than message {}; it will be sent again", listener.name(), id);
            return false;
        }
        var isTaken = answer.group(1).equals("A");
        if (!isTaken && listener.passesOver()) {
            LOG.error("{} has refused message {}; it is passed over", listener.name(), id);
        } else if (!isTaken) {
            LOG.warn("{} has refused message {}; it will be sent again, and others wait", listener.name(), id);
        }
        return isTaken || listener.passesOver();
    }

    private static JsonNode tree(StoredResource resource) {
        try {
            return JSON.readTree(resource.json().array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
