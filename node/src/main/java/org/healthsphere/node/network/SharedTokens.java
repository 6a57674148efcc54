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
import java.util.function.Supplier;
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
    /** As many texts as fit into one message to the others. */
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
    private boolean helped = true;
    private Sha256 known;

    /** How tokens are made: with which key now, and by whom. */
    record Making(Supplier<Sha256> key, Maker maker, InstantSource clock) {}

    /** Makes a token for each text, in their order. */
    interface Maker {
        Outcome<List<String>> tokens(List<String> texts);
    }

    SharedTokens(ResourceStore store, LinkageIndex index, Making making) {
        this.store = store;
        this.index = index;
        this.making = making;
        this.known = making.key().get();
    }

    /** Whether the members have taken another key since this was asked last. */
    synchronized boolean isOfAnotherKey() {
        var before = known;
        known = making.key().get();
        return !known.equals(before);
    }

    /** Whether it can be told who these tokens mean: they are of this key, and every patient here has his. */
    boolean locatable(PatientTokens tokens) {
        return isOfThis(tokens.key()) && complete(making.clock().instant().plus(PATIENCE));
    }

    /** What the index was made for, and what is still so. */
    private synchronized boolean isOfThis(Sha256 key) {
        return key.equals(known) && key.equals(making.key().get());
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
        var key = making.key().get();
        var before = kept(patient, inputs);
        var tokens = before.isPresent() ? Outcome.of(before.get()) : made(key, patient, inputs);
        return tokens.map(made -> inputs.tokens(key, made));
    }

    private Outcome<List<String>> made(Sha256 key, String patient, TokenInputs inputs) {
        return with(key, inputs.all()).map(tokens -> {
            keep(key, patient, inputs, tokens);
            return tokens;
        });
    }

    /** None when the key became another one meanwhile: nobody knows with which they were made. */
    private Outcome<List<String>> with(Sha256 key, List<String> texts) {
        return making.maker()
                .tokens(texts)
                .then(tokens -> key.equals(making.key().get())
                        ? Outcome.of(tokens)
                        : Outcome.failed(new Fault.Unavailable("the key of tokens, which has just changed")));
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

    /** Makes the next few that are missing; after the others did not help, those of one patient, to see whether they do now. */
    Outcome<Integer> next() {
        synchronized (turn) {
            var batch = batch(helped ? MOST : 1);
            if (batch.isEmpty()) {
                return Outcome.of(0);
            }
            var texts = batch.values().stream()
                    .flatMap(inputs -> inputs.all().stream())
                    .toList();
            var key = making.key().get();
            var made = with(key, texts);
            helped = made instanceof Outcome.Success;
            return switch (made) {
                case Outcome.Success<List<String>>(var tokens) -> Outcome.of(keep(key, batch, tokens));
                case Outcome.Failure<List<String>>(var fault) -> {
                    rest = making.clock().instant().plus(REST);
                    yield Outcome.failed(fault);
                }
            };
        }
    }

    /** As many as have so many texts, one at least. */
    private synchronized Map<String, TokenInputs> batch(int most) {
        Map<String, TokenInputs> batch = new LinkedHashMap<>();
        var texts = 0;
        for (var one : pending.entrySet()) {
            texts += one.getValue().all().size();
            if (!batch.isEmpty() && texts > most) {
                break;
            }
            batch.put(one.getKey(), one.getValue());
        }
        return batch;
    }

    private int keep(Sha256 key, Map<String, TokenInputs> batch, List<String> tokens) {
        var from = 0;
        for (var one : batch.entrySet()) {
            var to = from + one.getValue().all().size();
            keep(key, one.getKey(), one.getValue(), tokens.subList(from, to));
            from = to;
        }
        return batch.size();
    }

    /** Whoever has changed or gone meanwhile is not taken back by what he was. */
    private synchronized void keep(Sha256 key, String patient, TokenInputs inputs, List<String> tokens) {
        if (pending.remove(patient, inputs)) {
            store.putMark(new Mark(SPACE, patient, written(key, inputs, tokens)).about(patient));
            index.name(patient, inputs, tokens);
        }
    }

    /** Key, inputs and tokens: sealed in the store with the patient's own key, so that they end with him. */
    private Bytes written(Sha256 key, TokenInputs inputs, List<String> tokens) {
        var buffer = ByteBuffer.allocate(KEY + DIGEST + tokens.size() * TOKEN)
                .put(key.bytes(), 0, KEY)
                .put(inputs.digest().bytes());
        tokens.forEach(token -> buffer.put(Bytes.base64url(token).array()));
        return Bytes.of(buffer.array());
    }

    private Optional<List<String>> kept(String patient, TokenInputs inputs) {
        return store.mark(SPACE, patient).flatMap(bytes -> {
            var buffer = ByteBuffer.wrap(bytes.array());
            var head = written(making.key().get(), inputs, List.of()).array();
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
