package org.healthsphere.node.portal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.healthsphere.node.consents.Consents;
import org.healthsphere.node.consents.Draft;
import org.healthsphere.node.consents.SignedConsent;
import org.healthsphere.node.consents.Speaker;
import org.healthsphere.node.passkeys.Answered;
import org.healthsphere.node.passkeys.Passkey;
import org.healthsphere.node.passkeys.PatientKeys;
import org.healthsphere.node.passkeys.PatientKeys.From;
import org.healthsphere.node.web.me.ConsentTerms;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * What a patient, or his guardian, signs with a passkey on the pages: the end of what is replaced, one by one, and then the new consent, each by an
 * answer of its own.
 */
final class Signatures {
    private static final Duration TIME_TO_SIGN = Duration.ofMinutes(30);
    private static final int MOST = 50_000;

    private final Consents consents;
    private final PatientKeys keys;
    private final InstantSource clock;
    private final Cache<Wanted, Waiting> waiting =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    private record Wanted(Speaker speaker, ConsentTerms terms) {}

    private record Waiting(List<String> ending, Draft draft, Passkey passkey, Instant until) {
        Stream<Sha256> statements() {
            return Stream.concat(ending.stream().map(Consents::revocation), Stream.of(draft.statement()));
        }
    }

    Signatures(Consents consents, PatientKeys keys, InstantSource clock) {
        this.consents = consents;
        this.keys = keys;
        this.clock = clock;
    }

    /** Whether whoever speaks signs with a passkey of his. */
    boolean isAsked(Speaker speaker) {
        return keys.has(speaker.holder());
    }

    /** The one that he came in with, or else the one that he used last. */
    private Outcome<Passkey> passkey(Asking by, Speaker speaker) {
        return by.hand()
                .passkey()
                .flatMap(id -> keys.find(speaker.holder(), id))
                .or(() -> keys.of(speaker.holder()).stream()
                        .max(Comparator.comparing(passkey -> passkey.used().orElse(passkey.created()))))
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.Forbidden("whoever speaks has no passkey")));
    }

    /**
     * What his passkey is asked for these terms, in order.
     *
     * @param ending the consents that they replace
     * @param draft of the new one, for the key with this thumbprint
     */
    Outcome<List<String>> ask(
            Asking by,
            Speaker speaker,
            ConsentTerms terms,
            Set<String> ending,
            Function<Sha256, Outcome<Draft>> draft) {
        return passkey(by, speaker)
                .then(passkey -> draft.apply(passkey.thumbprint()).then(drafted -> {
                    var wanted = new Waiting(
                            ending.stream().sorted().toList(),
                            drafted,
                            passkey,
                            clock.instant().plus(TIME_TO_SIGN));
                    waiting.put(new Wanted(speaker, terms), wanted);
                    return questions(speaker, passkey, wanted.statements().toList());
                }));
    }

    /** What his passkey is asked to end a consent. */
    Outcome<List<String>> askToEnd(Asking by, Speaker speaker, String consent) {
        return passkey(by, speaker).then(passkey -> questions(speaker, passkey, List.of(Consents.revocation(consent))));
    }

    private Outcome<List<String>> questions(Speaker speaker, Passkey passkey, List<Sha256> statements) {
        Outcome<List<String>> asked = Outcome.of(new ArrayList<>());
        for (var statement : statements) {
            asked = asked.then(list -> keys.signing(speaker.holder(), passkey.id(), statement)
                    .map(options -> {
                        list.add(options);
                        return list;
                    }));
        }
        return asked;
    }

    /** Puts on the ledger what was previewed, with the answers to what was asked; once. */
    Outcome<SignedConsent> sign(Asking by, Speaker speaker, ConsentTerms terms) {
        var wanted = Optional.ofNullable(waiting.asMap().remove(new Wanted(speaker, terms)))
                .filter(known -> clock.instant().isBefore(known.until()));
        if (wanted.isEmpty()) {
            return Outcome.failed(new Fault.Gone("what was previewed"));
        }
        var known = wanted.get();
        return answers(by, speaker, known.statements().toList())
                .then(answers -> ended(speaker, known, answers)
                        .then(_ ->
                                consents.sign(known.draft(), answers.getLast().assertion())));
    }

    private Outcome<Boolean> ended(Speaker speaker, Waiting known, List<Answered> answers) {
        for (var i = 0; i < known.ending().size(); i++) {
            var answer = answers.get(i);
            var outcome = consents.revoke(
                    speaker, known.ending().get(i), answer.passkey().thumbprint(), answer.assertion());
            if (outcome instanceof Outcome.Failure<?>(var fault)) {
                return Outcome.failed(fault);
            }
        }
        return Outcome.of(true);
    }

    /** Ends a consent with the answer to what was asked. */
    Outcome<?> end(Asking by, Speaker speaker, String consent) {
        return answers(by, speaker, List.of(Consents.revocation(consent)))
                .map(List::getFirst)
                .then(answer ->
                        consents.revoke(speaker, consent, answer.passkey().thumbprint(), answer.assertion()));
    }

    private Outcome<List<Answered>> answers(Asking by, Speaker speaker, List<Sha256> statements) {
        var given = by.hand().answers();
        if (given.size() != statements.size()) {
            return Outcome.failed(new Fault.Forbidden("a passkey signs this, and did not"));
        }
        var from = new From(by.hand().address(), by.correlation());
        Outcome<List<Answered>> checked = Outcome.of(new ArrayList<>());
        for (var i = 0; i < given.size(); i++) {
            var statement = statements.get(i);
            var answer = given.get(i);
            checked = checked.then(list -> keys.signed(speaker.holder(), statement, answer, from)
                    .map(answered -> {
                        list.add(answered);
                        return list;
                    }));
        }
        return checked;
    }
}
