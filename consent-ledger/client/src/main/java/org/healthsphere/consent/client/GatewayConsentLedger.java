package org.healthsphere.consent.client;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.Directive.Amend;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockchainInfo;

/**
 * The ledger through a Fabric gateway, whoever runs it: an embedded ledger, or a peer of a Fabric network.
 *
 * <p>Every call has a deadline. A submission whose end was not seen is looked up before it is repeated. It has no thread of its
 * own: events are read from the blocks, and a stream of events is opened only while {@link #awaitFrom} waits on it.
 */
public final class GatewayConsentLedger implements ConsentLedger {
    private static final int ATTEMPTS = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);

    private final BlockTrail trail = new BlockTrail();
    private final InstantSource clock;
    private volatile Line line;

    /** The way to the ledger, and who else has a say there. */
    private record Line(LedgerConnection connection, GatewayLink link, Neighbours neighbours) {
        static Line open(LedgerConnection connection, InstantSource clock) {
            var link = GatewayLink.open(connection);
            return new Line(connection, link, GatewayConsentLedger.neighbours(connection, link, clock));
        }
    }

    private GatewayConsentLedger(LedgerConnection connection, InstantSource clock) {
        this.clock = clock;
        this.line = Line.open(connection, clock);
    }

    /** Ready at once; whether the ledger is there, the first call tells. */
    public static GatewayConsentLedger connect(LedgerConnection connection, InstantSource clock) {
        return new GatewayConsentLedger(connection, clock);
    }

    /**
     * From now on speaks over this connection, with other certificates. What was read before is remembered; calls that are under
     * way end as they began.
     */
    public synchronized void renew(LedgerConnection connection) {
        var before = line;
        line = Line.open(connection, clock);
        before.link().retire();
    }

    private static Neighbours neighbours(LedgerConnection connection, GatewayLink link, InstantSource clock) {
        return switch (connection.mode()) {
            case IN_MEMORY, EMBEDDED -> new OneOperator(link, new HeadStatement(connection, clock));
            case FABRIC_RAFT, FABRIC_BFT -> new OtherMembers(link, connection, clock);
        };
    }

    @Override
    public Outcome<LedgerEvent> submit(Directive directive) {
        var wire = Wire.of(directive);
        return directive instanceof Revoke ? revoke(wire) : submit(wire);
    }

    /** The contract writes a revocation without looking; whether it is the patient's own is asked before. */
    private Outcome<LedgerEvent> revoke(Wire wire) {
        return line.link()
                .evaluate("revocable", wire.json())
                .then(_ -> isRevoked(wire) ? existing(wire, false) : submit(wire));
    }

    /** A tombstone that is not the patient's own does not count. */
    private boolean isRevoked(Wire wire) {
        var id = Wire.parse(wire.json()).path("id").asText();
        return line.link().evaluate("find", wire.operation(), wire.json())
                        instanceof Outcome.Success<byte[]>(var record)
                && Wire.parse(Bytes.of(record).utf8())
                        .path("operation")
                        .asText()
                        .equals(wire.operation())
                && !check(id).equals(Outcome.of(Standing.CONTESTED));
    }

    @Override
    public Outcome<Standing> check(String id) {
        return line.link()
                .evaluate("check", id)
                .map(record -> Standing.valueOf(Wire.parse(Bytes.of(record).utf8())
                        .path("status")
                        .asText()
                        .toUpperCase(Locale.ROOT)));
    }

    @Override
    public Outcome<List<LedgerEvent>> history(String id) {
        return line.link().evaluate("history", id).then(answer -> {
            Set<String> transactions = new LinkedHashSet<>();
            Wire.parse(Bytes.of(answer).utf8())
                    .path("changes")
                    .forEach(change -> transactions.add(change.path("tx").asText()));
            List<LedgerEvent> events = new ArrayList<>();
            for (var transaction : transactions) {
                switch (eventOf(transaction)) {
                    case Outcome.Success<LedgerEvent>(var event) -> events.add(event);
                    case Outcome.Failure<LedgerEvent>(var fault) -> {
                        return Outcome.failed(fault);
                    }
                }
            }
            events.sort(Comparator.comparingLong(LedgerEvent::height).thenComparingInt(LedgerEvent::index));
            return Outcome.of(List.copyOf(events));
        });
    }

    private Outcome<LedgerEvent> eventOf(String transaction) {
        return line.link()
                .system("GetBlockByTxID", transaction)
                .then(GatewayConsentLedger::block)
                .then(block -> event(transaction, block));
    }

    private Outcome<LedgerEvent> submit(Wire wire) {
        Outcome<LedgerEvent> last = Outcome.failed(new Fault.Unavailable("consent ledger: submit"));
        Optional<Supplier<Submission>> again = Optional.empty();
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var submission = again.isPresent() ? again.get().get() : attempt(wire, attempt);
            again = Optional.empty();
            switch (submission) {
                case Submission.Committed(var transaction, var block) -> {
                    line.neighbours().wereEnough(wire.terms().isEmpty() ? 0 : attempt);
                    return event(transaction, block);
                }
                case Submission.Refused(Fault.Conflict conflict) -> {
                    return refused(conflict, existing(wire, true));
                }
                case Submission.Refused(var fault) -> {
                    return Outcome.failed(fault);
                }
                case Submission.Overtaken(var fault) -> {
                    last = Outcome.failed(fault);
                    pause(attempt);
                }
                case Submission.Unseen(var fault, var same) -> {
                    // Whatever happened to it, the directive's own key on the ledger tells.
                    if (existing(wire, true) instanceof Outcome.Success<LedgerEvent> found) {
                        return found;
                    }
                    last = Outcome.failed(fault);
                    again = Optional.of(same);
                    pause(attempt);
                }
            }
        }
        return last;
    }

    /**
     * What is said of a directive that was refused because there is one already.
     *
     * @param there the one that is there, if it is the same
     */
    static Outcome<LedgerEvent> refused(Fault.Conflict conflict, Outcome<LedgerEvent> there) {
        return switch (there) {
            case Outcome.Success<LedgerEvent> _ -> there;
            // It may be in force: who calls it refused would forget it.
            case Outcome.Failure<LedgerEvent>(Fault.Unavailable _) -> there;
            case Outcome.Failure<LedgerEvent>(Fault.Timeout _) -> there;
            case Outcome.Failure<LedgerEvent> _ -> Outcome.failed(conflict);
        };
    }

    private Submission attempt(Wire wire, int attempt) {
        var endorsers = wire.terms().isEmpty()
                ? Outcome.of(List.<String>of())
                : line.neighbours().endorsers(attempt);
        return switch (endorsers) {
            case Outcome.Success<List<String>>(var named) ->
                line.link().submit(wire, named, line.neighbours()::isAnother);
            case Outcome.Failure<List<String>>(var fault) -> new Submission.Refused(fault);
        };
    }

    private static void pause(int attempt) {
        LockSupport.parkNanos(FIRST_PAUSE.multipliedBy(1L << attempt).toNanos());
    }

    /** The event under which the directive is on the ledger; with {@code same}, only if it says exactly this. */
    private Outcome<LedgerEvent> existing(Wire wire, boolean same) {
        return line.link()
                .evaluate("find", wire.operation(), wire.json())
                .map(record -> Wire.parse(Bytes.of(record).utf8()))
                .then(record -> !same || record.path("directive").equals(Wire.parse(wire.json()))
                        ? Outcome.of(record.path("tx").asText())
                        : Outcome.failed(new Fault.Conflict("says something else")))
                .then(this::eventOf);
    }

    private Outcome<LedgerEvent> event(String transaction, long number) {
        return read(number).then(block -> event(transaction, block));
    }

    private Outcome<LedgerEvent> event(String transaction, Block block) {
        return events(block)
                .then(events -> events.stream()
                        .filter(event -> event.transaction().equals(transaction))
                        .findFirst()
                        .map(Outcome::of)
                        .orElse(Outcome.failed(new Fault.Unavailable("consent ledger: the event of a transaction"))));
    }

    @Override
    public Outcome<List<LedgerEvent>> eventsFrom(long height) {
        return line.link()
                .system("GetChainInfo")
                .then(GatewayConsentLedger::height)
                .then(newest -> {
                    List<LedgerEvent> all = new ArrayList<>();
                    for (var number = Math.max(0, height); number <= newest; number++) {
                        switch (read(number).then(this::events)) {
                            case Outcome.Success<List<LedgerEvent>>(var events) -> all.addAll(events);
                            case Outcome.Failure<List<LedgerEvent>> failure -> {
                                return failure;
                            }
                        }
                    }
                    return Outcome.of(List.copyOf(all));
                });
    }

    @Override
    public Outcome<List<LedgerEvent>> awaitFrom(long height, Duration patience) {
        return eventsFrom(height).then(events -> {
            if (!events.isEmpty() || patience.isZero()) {
                return Outcome.of(events);
            }
            return line.link().awaitEvent(height, patience) ? eventsFrom(height) : Outcome.of(events);
        });
    }

    @Override
    public Outcome<LedgerHead> head() {
        return line.neighbours().head().then(this::held);
    }

    /** A head counts once its block can be read here: whoever then reads up to it misses nothing. */
    private Outcome<LedgerHead> held(LedgerHead head) {
        var block = trail.knows(head.height()) ? Outcome.of(head) : arrived(head, 0);
        for (var attempt = 1; attempt < ATTEMPTS && isMissing(block); attempt++) {
            block = arrived(head, attempt);
        }
        return block.then(trail::agreeing);
    }

    private Outcome<LedgerHead> arrived(LedgerHead head, int attempt) {
        Outcome<LedgerHead> block = read(head.height()).map(_ -> head);
        if (isMissing(block)) {
            pause(attempt);
        }
        return block;
    }

    private static boolean isMissing(Outcome<LedgerHead> block) {
        return block instanceof Outcome.Failure<LedgerHead>(Fault.Unavailable _);
    }

    @Override
    public Optional<Sha256> hashAt(long height) {
        return trail.hashAt(height);
    }

    private Outcome<Block> read(long number) {
        return line.link()
                .system("GetBlockByNumber", Long.toString(number))
                .then(GatewayConsentLedger::block)
                .then(block -> trail.take(number, block));
    }

    private Outcome<List<LedgerEvent>> events(Block block) {
        try {
            List<LedgerEvent> events = new ArrayList<>();
            for (var event : Events.in(block, GatewayLink.CONTRACT)) {
                switch (withTerms(event)) {
                    case Outcome.Success<LedgerEvent>(var whole) -> events.add(whole);
                    case Outcome.Failure<LedgerEvent>(var fault) -> {
                        return Outcome.failed(fault);
                    }
                }
            }
            return Outcome.of(events);
        } catch (IllegalArgumentException | IllegalStateException | DateTimeException _) {
            return Outcome.failed(new Fault.VersionMismatch("the ledger holds what this version does not understand"));
        }
    }

    /** The custodian's own node has the terms beside the blocks. An event whose terms cannot be had now is not passed on. */
    private Outcome<LedgerEvent> withTerms(LedgerEvent event) {
        return switch (event.directive()) {
            case Grant grant
            when isMine(grant.custodian()) -> terms(grant.id()).map(terms -> with(event, grant.withTerms(terms)));
            case Amend amend
            when isMine(amend.custodian()) ->
                terms(amend.id() + "/" + amend.version()).map(terms -> with(event, amend.withTerms(terms)));
            default -> Outcome.of(event);
        };
    }

    private boolean isMine(NodeId custodian) {
        return custodian.equals(line.connection().speaker().member());
    }

    /** Nothing, where they were erased. */
    private Outcome<Bytes> terms(String version) {
        return switch (line.link().evaluate("terms", version)) {
            case Outcome.Success<byte[]>(var sealed) -> Outcome.of(Bytes.of(sealed));
            case Outcome.Failure<byte[]>(Fault.NotFound _) -> Outcome.of(Bytes.NONE);
            case Outcome.Failure<byte[]>(var fault) -> Outcome.failed(fault);
        };
    }

    private static LedgerEvent with(LedgerEvent event, Directive directive) {
        return new LedgerEvent(event.height(), event.index(), event.transaction(), event.time(), directive);
    }

    private static Outcome<Block> block(byte[] bytes) {
        try {
            return Outcome.of(Block.parseFrom(bytes));
        } catch (InvalidProtocolBufferException _) {
            return Outcome.failed(new Fault.Unavailable("consent ledger: a block"));
        }
    }

    private static Outcome<Long> height(byte[] bytes) {
        try {
            return Outcome.of(BlockchainInfo.parseFrom(bytes).getHeight() - 1);
        } catch (InvalidProtocolBufferException _) {
            return Outcome.failed(new Fault.Unavailable("consent ledger: its height"));
        }
    }

    @Override
    public LedgerMode mode() {
        return line.connection().mode();
    }

    @Override
    public void close() {
        line.link().close();
    }
}
