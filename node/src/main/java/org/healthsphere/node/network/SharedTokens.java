package org.healthsphere.node.network;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.federation.linkage.LinkageIndex;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.federation.linkage.TokenInputs;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * The tokens by which the members know this hospital's patients. They are made with the others when a patient comes or changes, and kept, so that a
 * question about him waits for nobody; they are erased with him.
 */
final class SharedTokens {
    private static final String SPACE = "linkage-tokens";
    private static final int KEY = 8;
    private static final int DIGEST = 32;
    private static final int TOKEN = 16;
    private static final int MOST = 500;

    /** After the others did not help, nobody who asks waits for them again for so long. */
    private static final Duration REST = Duration.ofSeconds(5);

    /** Who asks waits so long for tokens that are missing. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ResourceStore store;
    private final LinkageIndex index;
    private final Making making;
    private final Map<String, TokenInputs> pending = new LinkedHashMap<>();
    private final Object turn = new Object();
    private volatile Instant rest = Instant.MIN;

    /** How tokens are made: with which key, and by whom. */
    record Making(Sha256 key, Maker maker, InstantSource clock) {}

    /** Makes a token for each text, in their order. */
    interface Maker {
        Outcome<List<String>> tokens(List<String> texts);
    }

    SharedTokens(ResourceStore store, LinkageIndex index, Making making) {
        this.store = store;
        this.index = index;
        this.making = making;
    }

    /** Whether it can be told who these tokens mean: they are of this key, and every patient here has his. */
    boolean locatable(PatientTokens tokens) {
        return tokens.key().equals(making.key())
                && complete(making.clock().instant().plus(PATIENCE));
    }

    /** Takes in a patient, or what is known of him now in place of what was. */
    synchronized void put(String patient, TokenInputs inputs) {
        kept(patient, inputs)
                .ifPresentOrElse(
                        tokens -> {
                            pending.remove(patient);
                            index.name(patient, inputs, tokens);
                        },
                        () -> pending.put(patient, inputs));
    }

    synchronized void forget(String patient) {
        pending.remove(patient);
    }

    /** How many patients the members do not know by their tokens yet. */
    synchronized int pending() {
        return pending.size();
    }

    /** What the members know this patient by; {@link Fault.Unavailable} when it was not made yet and is not now. */
    Outcome<PatientTokens> of(String patient, TokenInputs inputs) {
        var known = kept(patient, inputs);
        var tokens = known.isPresent() ? Outcome.of(known.get()) : made(patient, inputs);
        return tokens.map(made -> inputs.tokens(making.key(), made));
    }

    private Outcome<List<String>> made(String patient, TokenInputs inputs) {
        return making.maker().tokens(inputs.all()).map(tokens -> {
            keep(patient, inputs, tokens);
            return tokens;
        });
    }

    /** Makes what is missing, as far as it comes until then; whether nothing is missing any more. */
    boolean complete(Instant until) {
        while (pending() > 0 && making.clock().instant().isBefore(until)) {
            if (making.clock().instant().isBefore(rest) || next() instanceof Outcome.Failure) {
                break;
            }
        }
        return pending() == 0;
    }

    /** Makes the next few that are missing. */
    Outcome<Integer> next() {
        synchronized (turn) {
            var batch = batch();
            if (batch.isEmpty()) {
                return Outcome.of(0);
            }
            var texts = batch.values().stream()
                    .flatMap(inputs -> inputs.all().stream())
                    .toList();
            return switch (making.maker().tokens(texts)) {
                case Outcome.Success<List<String>>(var tokens) -> Outcome.of(keep(batch, tokens));
                case Outcome.Failure<List<String>>(var fault) -> {
                    rest = making.clock().instant().plus(REST);
                    yield Outcome.failed(fault);
                }
            };
        }
    }

    /** As many as fit into one message to the others, one at least. */
    private synchronized Map<String, TokenInputs> batch() {
        Map<String, TokenInputs> batch = new LinkedHashMap<>();
        var texts = 0;
        for (var one : pending.entrySet()) {
            texts += one.getValue().all().size();
            if (!batch.isEmpty() && texts > MOST) {
                break;
            }
            batch.put(one.getKey(), one.getValue());
        }
        return batch;
    }

    private int keep(Map<String, TokenInputs> batch, List<String> tokens) {
        var from = 0;
        for (var one : batch.entrySet()) {
            var to = from + one.getValue().all().size();
            keep(one.getKey(), one.getValue(), tokens.subList(from, to));
            from = to;
        }
        return batch.size();
    }

    /** Whoever has changed or gone meanwhile is not taken back by what he was. */
    private synchronized void keep(String patient, TokenInputs inputs, List<String> tokens) {
        if (pending.remove(patient, inputs)) {
            store.putMark(new Mark(SPACE, patient, written(inputs, tokens)).about(patient));
            index.name(patient, inputs, tokens);
        }
    }

    /** Key, inputs and tokens: sealed in the store with the patient's own key, so that they end with him. */
    private Bytes written(TokenInputs inputs, List<String> tokens) {
        var buffer = ByteBuffer.allocate(KEY + DIGEST + tokens.size() * TOKEN)
                .put(making.key().bytes(), 0, KEY)
                .put(inputs.digest().bytes());
        tokens.forEach(token -> buffer.put(Bytes.base64url(token).array()));
        return Bytes.of(buffer.array());
    }

    private Optional<List<String>> kept(String patient, TokenInputs inputs) {
        return store.mark(SPACE, patient).flatMap(bytes -> {
            var buffer = ByteBuffer.wrap(bytes.array());
            var head = written(inputs, List.of()).array();
            var own = new byte[head.length];
            if (bytes.length() != head.length + inputs.all().size() * TOKEN
                    || !Bytes.of(head).equals(read(buffer, own))) {
                return Optional.empty();
            }
            List<String> tokens = new ArrayList<>();
            while (buffer.hasRemaining()) {
                tokens.add(read(buffer, new byte[TOKEN]).base64url());
            }
            return Optional.of(tokens);
        });
    }

    private static Bytes read(ByteBuffer buffer, byte[] into) {
        buffer.get(into);
        return Bytes.of(into);
    }
}
