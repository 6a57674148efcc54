package org.healthsphere.federation.exchange;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.healthsphere.federation.MemberDirectory;
import org.healthsphere.federation.Sealing;
import org.healthsphere.federation.Sealing.Header;
import org.healthsphere.federation.Sealing.Opened;
import org.healthsphere.federation.exchange.PieceWire.PieceQuery;
import org.healthsphere.federation.exchange.ReleasedRecords.Permitted;
import org.healthsphere.federation.exchange.ReleasedRecords.PermittedAtLength;
import org.healthsphere.federation.exchange.ReleasedRecords.Request;
import org.healthsphere.federation.exchange.ReleasedRecords.StaleView;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Answers what other members ask of this one.
 *
 * <p>What is sealed for the asker tells no patient that is not here from one who does not consent: both go through the same
 * search, the same gate and the same form of answer. A fault means that nothing was sealed, since the request was not one.
 */
public final class Responder {
    private final Sealing sealing;
    private final MemberDirectory members;
    private final PatientLocator patients;
    private final ReleasedRecords records;
    private final InstantSource clock;
    private final Supplier<String> ids;
    private final Set<Integer> spoken;
    private final Optional<Spool> spool;

    /**
     * Joins the parts.
     *
     * @param ids of the envelopes that this makes, never the same twice
     */
    public Responder(
            Sealing sealing,
            MemberDirectory members,
            PatientLocator patients,
            ReleasedRecords records,
            InstantSource clock,
            Supplier<String> ids) {
        this.sealing = sealing;
        this.members = members;
        this.patients = patients;
        this.records = records;
        this.clock = clock;
        this.ids = ids;
        this.spoken = Protocol.SUPPORTED;
        this.spool = Optional.empty();
    }

    private Responder(Responder other, Set<Integer> spoken, Optional<Spool> spool) {
        this.sealing = other.sealing;
        this.members = other.members;
        this.patients = other.patients;
        this.records = other.records;
        this.clock = other.clock;
        this.ids = other.ids;
        this.spoken = Set.copyOf(spoken);
        this.spool = spool;
    }

    /** As a release answers that speaks these versions only. */
    Responder speaking(Set<Integer> versions) {
        return new Responder(this, versions, spool);
    }

    /** The same, which keeps answers that are too long for one envelope, and gives them piece by piece. */
    public Responder keeping(Spool answers) {
        return new Responder(this, Protocol.WITH_PIECES, Optional.of(answers));
    }

    /** Ends the long answers that nobody has fetched for a while. */
    public void tidy() {
        spool.ifPresent(Spool::tidy);
    }

    /** Ends all long answers. */
    public void end() {
        spool.ifPresent(Spool::close);
    }

    /** Whether envelopes of this kind are for it. */
    public static boolean reads(String kind) {
        return kind.equals(Protocol.QUERY) || kind.equals(Protocol.PIECE_QUERY);
    }

    /** An answer, and the version in which it is to be written. */
    private record Spoken(RecordAnswer answer, int protocol) {}

    public Outcome<Bytes> answer(Bytes envelope) {
        return sealing.open(envelope)
                .then(this::admitted)
                .then(opened -> opened.header().kind().equals(Protocol.QUERY) ? sealed(opened) : piece(opened));
    }

    private Outcome<Opened> admitted(Opened opened) {
        var header = opened.header();
        if (!reads(header.kind())) {
            return Outcome.failed(new Fault.Invalid("this is not a record query"));
        }
        return members.active(header.from()).isPresent()
                ? Outcome.of(opened)
                : Outcome.failed(new Fault.Unauthenticated("the sender is not an active member"));
    }

    private Outcome<Bytes> sealed(Opened opened) {
        var header = opened.header();
        var answer = switch (QueryWire.parse(opened.content(), spoken)) {
            case Outcome.Success<RecordQuery>(var query) ->
                checked(query, header)
                        .then(this::answer)
                        .map(said -> new Spoken(said, query.protocol()));
            case Outcome.Failure<RecordQuery>(var fault) -> mismatch(fault, opened.content());
        };
        return answer.then(said -> sealing.seal(
                reply(header, Protocol.ANSWER), said.answer().toBytes(said.protocol())));
    }

    /** A piece of an answer that is kept, for who has the ticket: whether it may still leave is asked each time. */
    private Outcome<Bytes> piece(Opened opened) {
        var header = opened.header();
        return spool.isEmpty()
                ? Outcome.failed(new Fault.Invalid("no long answers are kept here"))
                : PieceQuery.parse(opened.content()).then(asked -> {
                    var asker = new Spool.Asker(header.from(), asked.query(), header.purpose());
                    var answer = spool.get().piece(asker, asked);
                    return sealing.sealLong(reply(header, Protocol.PIECE), answer.toBytes(asked));
                });
    }

    /** Every version reads this one. */
    private Outcome<Spoken> mismatch(Fault fault, Bytes content) {
        var id = QueryWire.id(content);
        return fault instanceof Fault.VersionMismatch && id.isPresent()
                ? Outcome.of(new Spoken(new RecordAnswer.VersionMismatch(id.get(), spoken), Protocol.FIRST))
                : Outcome.failed(fault);
    }

    /** What the sender has signed on the envelope and what he has written inside are one. */
    private Outcome<RecordQuery> checked(RecordQuery query, Header header) {
        var question = query.question();
        if (!question.requester().member().equals(header.from())) {
            return Outcome.failed(new Fault.Forbidden("a member asks for its own people only"));
        }
        if (question.purpose() != header.purpose()
                || question.ledgerHeight() != header.height()
                || !query.issued().equals(header.issuedAt())) {
            return Outcome.failed(new Fault.Invalid("purpose, height and time are not those on the envelope"));
        }
        if (query.deadline().hasPassed(clock)) {
            return Outcome.failed(new Fault.Timeout("the record query"));
        }
        return Plausibility.refusal(question)
                .<Outcome<RecordQuery>>map(Outcome::failed)
                .orElse(Outcome.of(query));
    }

    private Outcome<RecordAnswer> answer(RecordQuery query) {
        return switch (patients.locate(query.question().patient())) {
            case Outcome.Success<Optional<String>>(var patient) -> answer(query, patient);
            // Whom it does not know yet it could not tell from one who is not here.
            case Outcome.Failure<Optional<String>> _ -> Outcome.of(new RecordAnswer.Stale(query.id()));
        };
    }

    private Outcome<RecordAnswer> answer(RecordQuery query, Optional<String> patient) {
        return switch (records.matching(new Request(patient, query.question(), query.id()))) {
            case StaleView _ -> Outcome.of(new RecordAnswer.Stale(query.id()));
            case Permitted(var released, var receipt) -> Outcome.of(answer(query, released, receipt));
            case PermittedAtLength atLength -> elsewhere(query, atLength);
        };
    }

    /** Who did not say that he takes pieces is told in which version it can be said. */
    private Outcome<RecordAnswer> elsewhere(RecordQuery query, PermittedAtLength released) {
        if (spool.isEmpty()) {
            return Outcome.failed(new Fault.TooCostly("an answer of this size"));
        }
        if (!query.inPieces()) {
            return Outcome.of(new RecordAnswer.VersionMismatch(query.id(), Set.of(Protocol.PIECES)));
        }
        var question = query.question();
        var asker = new Spool.Asker(question.requester().member(), query.id(), question.purpose());
        return spool.get()
                .keep(asker, released.stands(), file -> write(query, released, file))
                .map(kept -> new RecordAnswer.Elsewhere(
                        query.id(), released.receipt(), kept.ticket(), kept.pieces(), kept.length()));
    }

    private static void write(RecordQuery query, PermittedAtLength released, SealedFile file) throws IOException {
        try (var all = released.records().get()) {
            AnswerStream.write(query.id(), released.receipt(), all.iterator(), file);
        }
    }

    private static RecordAnswer answer(RecordQuery query, List<ReleasedRecord> released, Bytes receipt) {
        return released.isEmpty()
                ? new RecordAnswer.NothingToRelease(query.id(), receipt)
                : new RecordAnswer.Answered(query.id(), released, receipt);
    }

    private Header reply(Header asked, String kind) {
        return new Header(
                asked.to(),
                asked.from(),
                ids.get(),
                Optional.of(asked.id()),
                kind,
                asked.purpose(),
                asked.height(),
                clock.instant());
    }
}
