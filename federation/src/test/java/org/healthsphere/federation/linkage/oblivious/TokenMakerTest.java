package org.healthsphere.federation.linkage.oblivious;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.federation.linkage.TokenInputs;
import org.healthsphere.federation.research.SignedStatement;
import org.healthsphere.keys.bc.oprf.ThresholdKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

/** Tokens that hospitals make together, and those who would have them otherwise. */
class TokenMakerTest {
    private static final List<String> TEXTS = List.of("one|Tess|Testwoman", "two|Tess", "one|Tom|Testman");
    private static final Outcome<List<String>> NOBODY_HELPS =
            Outcome.failed(new Fault.Unavailable("enough other members that help to make tokens"));

    private final TokenCircle circle =
            new TokenCircle("a seed of this test", TokenCircle.TWO, "alder", "birch", "cedar");

    private List<String> made(String hospital) {
        return circle.hospital(hospital).maker.tokens(TEXTS).orElseThrow();
    }

    @Test
    void whoever_makes_them_with_whomever_the_tokens_of_a_text_are_the_same() {
        var tokens = made("alder");
        assertThat(tokens).doesNotHaveDuplicates().allMatch(token -> token.matches("[A-Za-z0-9_-]{22}"));
        assertThat(made("birch")).isEqualTo(tokens);
        assertThat(made("cedar")).isEqualTo(tokens);
        assertThat(new TokenCircle("another seed", TokenCircle.TWO, "alder", "birch")
                        .hospital("alder")
                        .maker
                        .tokens(TEXTS)
                        .orElseThrow())
                .as("of another key")
                .doesNotContainAnyElementsOf(tokens);
    }

    @Test
    void each_input_is_paid_for_once_and_counted_by_who_helps() {
        var _ = made("alder");
        assertThat(circle.hospital("alder").purse.spent).isEqualTo(TEXTS.size());
        assertThat(circle.hospital("birch").purse.served + circle.hospital("cedar").purse.served)
                .as("as few as it takes are asked")
                .isEqualTo(TEXTS.size());
    }

    @Test
    void many_texts_go_in_several_messages() {
        var texts = IntStream.range(0, TokenTalk.MOST + 1)
                .mapToObj(i -> "text " + i)
                .toList();
        var tokens = circle.hospital("alder").maker.tokens(texts).orElseThrow();
        assertThat(tokens).hasSize(texts.size()).doesNotHaveDuplicates();
        assertThat(circle.overheard).hasSize(4);
        assertThat(circle.hospital("birch").maker.tokens(texts.reversed().subList(0, 2)))
                .isEqualTo(Outcome.of(tokens.reversed().subList(0, 2)));
    }

    @Test
    void who_is_away_or_lies_is_done_without_while_others_help() {
        var expected = made("birch");
        circle.twists.put(new NodeId("birch"), _ -> Optional.empty());
        assertThat(made("alder")).isEqualTo(expected);
        circle.twists.put(new NodeId("birch"), answer -> answer.map(_ -> forged("birch")));
        assertThat(made("alder")).isEqualTo(expected);
        circle.twists.put(new NodeId("cedar"), _ -> Optional.empty());
        assertThat(circle.hospital("alder").maker.tokens(TEXTS)).isEqualTo(NOBODY_HELPS);
    }

    @Test
    void while_nobody_is_reached_nothing_is_spent_however_often_it_is_tried() {
        for (var away : List.of("birch", "cedar")) {
            circle.twists.put(new NodeId(away), _ -> Optional.empty());
        }
        var alder = circle.hospital("alder");
        for (var hour = 0; hour < 3; hour++) {
            assertThat(alder.maker.tokens(TEXTS)).isEqualTo(NOBODY_HELPS);
        }
        assertThat(alder.purse.spent).isZero();
        circle.twists.put(new NodeId("birch"), answer -> answer.map(_ -> forged("birch")));
        assertThat(alder.maker.tokens(TEXTS)).isEqualTo(NOBODY_HELPS);
        assertThat(alder.purse.spent).as("somebody was asked, and counts").isEqualTo(TEXTS.size());
    }

    /** An answer of the right form, signed by who gives it, with the share of another key. */
    private Bytes forged(String member) {
        var asked = SignedStatement.read(
                        circle.overheard.getLast(),
                        circle.hospital(member).member.members())
                .then(TokenTalk::read)
                .orElseThrow();
        var elements = ((TokenTalk.Evaluate) asked).elements();
        var dealer = new LinkageKey.Dealer(Bytes.utf8("a seed of the liar"), TokenCircle.TWO);
        var id = new NodeId(member);
        var share = dealer.key().share(id, dealer.share(id)).orElseThrow();
        var answer = new TokenTalk.Answered(
                share.share().evaluate(elements, new SecureRandom()).orElseThrow());
        return SignedStatement.sign(answer.json(), id, circle.hospital(member).key)
                .bytes();
    }

    @Test
    void alone_a_hospital_makes_none() {
        var alone = new TokenCircle("a seed of this test", TokenCircle.TWO, "alder");
        assertThat(alone.hospital("alder").maker.tokens(TEXTS))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("enough other members to make tokens with")));
        assertThat(alone.hospital("alder").purse.spent).isZero();
        var byItself = new TokenCircle("a seed of this test", new LinkageKey.Terms(1, 10), "alder");
        assertThat(byItself.hospital("alder").maker.tokens(TEXTS)).isInstanceOf(Outcome.Success.class);
    }

    /** Dictionary: with its own share, and all that it ever heard, a member makes of a name no token that anybody uses. */
    @Test
    void a_dictionary_names_nobody_to_who_has_one_share_only() {
        var tokens = made("alder");
        var dealer = new LinkageKey.Dealer(Bytes.utf8("a seed of this test"), TokenCircle.TWO);
        var key = dealer.key().threshold();
        var own = new NodeId("birch");
        var share = dealer.key().share(own, dealer.share(own)).orElseThrow().share();
        var guessed = TEXTS.stream().map(text -> guess(key, share, text)).toList();
        assertThat(guessed).as("too few holders").containsOnly(Optional.empty());
        var withIt = circle.hospital("birch").maker.tokens(TEXTS).orElseThrow();
        assertThat(withIt)
                .as("with the help of another it can: that is what is counted")
                .isEqualTo(tokens);
        assertThat(circle.hospital("birch").purse.spent).isEqualTo(TEXTS.size());
    }

    private static Optional<List<Bytes>> guess(ThresholdKey key, ThresholdKey.Share share, String text) {
        var blinded =
                key.blind(Bytes.utf8("care\u001f" + text), new SecureRandom()).orElseThrow();
        var answer =
                share.evaluate(List.of(blinded.element()), new SecureRandom()).orElseThrow();
        return key.outputs(List.of(blinded), Map.of(LinkageKey.number(new NodeId("birch")), answer))
                        instanceof Outcome.Success<List<Bytes>>(var outputs)
                ? Optional.of(outputs)
                : Optional.empty();
    }

    /** Frequency: who helps sees other bytes each time, for the same patient too. */
    @Test
    void who_helps_cannot_tell_that_the_same_was_asked_before() {
        var _ = made("alder");
        var _ = made("alder");
        var elements = circle.overheard.stream()
                .flatMap(message -> SignedStatement.read(
                                                message,
                                                circle.hospital("alder").member.members())
                                        .then(TokenTalk::read)
                                        .orElseThrow()
                                instanceof TokenTalk.Evaluate evaluate
                        ? evaluate.elements().stream()
                        : Stream.empty())
                .toList();
        assertThat(elements).hasSize(2 * TEXTS.size()).doesNotHaveDuplicates();
    }

    /** Reuse: the same text under the same secret numbers, but for something else, is another token. */
    @Test
    void a_token_of_care_is_none_of_any_other_purpose() {
        var whole = new LinkageKey.Terms(1, 10);
        var alone = new TokenCircle("a seed of this test", whole, "alder");
        var care = alone.hospital("alder").maker.tokens(TEXTS).orElseThrow();
        var dealer = new LinkageKey.Dealer(Bytes.utf8("a seed of this test"), whole);
        var id = new NodeId("alder");
        var share = dealer.key().share(id, dealer.share(id)).orElseThrow().share();
        var key = dealer.key().threshold();
        for (var prefix : List.of("", "known|", "research\u001f")) {
            var blinded = TEXTS.stream()
                    .map(text -> key.blind(Bytes.utf8(prefix + text), new SecureRandom())
                            .orElseThrow())
                    .toList();
            var answer = share.evaluate(
                            blinded.stream().map(one -> one.element()).toList(), new SecureRandom())
                    .orElseThrow();
            var other = key.outputs(blinded, Map.of(LinkageKey.number(id), answer)).orElseThrow().stream()
                    .map(TokenInputs::token)
                    .toList();
            assertThat(Collections.disjoint(care, other)).isTrue();
        }
    }

    /** Rate: without what the ledger has counted nobody helps, whatever else the asker says. */
    @Test
    void who_has_not_paid_is_not_helped_and_writes_off_what_he_believed_to_have() {
        circle.hospital("birch").purse.others = 0;
        circle.hospital("cedar").purse.others = 2;
        assertThat(circle.hospital("alder").maker.tokens(TEXTS)).isEqualTo(NOBODY_HELPS);
        assertThat(circle.hospital("alder").purse.writtenOff).isEqualTo(2);
        assertThat(circle.hospital("cedar").purse.served).isZero();
        circle.hospital("alder").purse.left = 2;
        assertThat(circle.hospital("alder").maker.tokens(TEXTS))
                .isEqualTo(Outcome.failed(new Fault.TooMany("tokens in one month")));
    }

    @Test
    void strangers_other_keys_and_answers_that_nobody_asked_for_are_not_helped() {
        var birch = circle.hospital("birch");
        var alder = circle.hospital("alder");
        var elements = List.of(new LinkageKey.Dealer(Bytes.utf8("x"), TokenCircle.TWO)
                .key()
                .threshold()
                .publicKey());
        var other = new TokenTalk.Evaluate(Sha256.of("another key"), elements);
        assertThat(birch.holder.answer(said(other, alder)))
                .isEqualTo(Outcome.failed(new Fault.Conflict("another key")));
        assertThat(birch.holder.answer(said(new TokenTalk.Unpaid(), alder)))
                .isEqualTo(Outcome.failed(new Fault.Conflict("an answer that nobody asked for")));
        var stranger = new TokenCircle("a seed of this test", TokenCircle.TWO, "alder").hospital("alder");
        assertThat(birch.holder.answer(said(other, stranger)))
                .isEqualTo(Outcome.failed(new Fault.Unauthenticated("not signed by the member that it is from")));
        assertThat(birch.purse.served).isZero();
    }

    private static Bytes said(TokenTalk talk, TokenCircle.Hospital by) {
        return SignedStatement.sign(talk.json(), by.member.id(), by.key).bytes();
    }

    @Test
    void a_key_is_read_as_it_is_written_and_a_share_is_its_members_only() {
        var dealer = new LinkageKey.Dealer(Bytes.utf8("a seed"), TokenCircle.TWO);
        assertThat(LinkageKey.parse(dealer.key().text())).isEqualTo(Outcome.of(dealer.key()));
        assertThat(LinkageKey.parse(dealer.key().text()).orElseThrow().id())
                .isEqualTo(dealer.key().id());
        var alder = new NodeId("alder");
        assertThat(dealer.key().share(new NodeId("birch"), dealer.share(alder))).isInstanceOf(Outcome.Failure.class);
        for (var wrong : List.of("", "{}", "{\"commitments\":[],\"monthly\":1,\"suite\":\"P256-SHA256\"}")) {
            assertThat(LinkageKey.parse(Bytes.utf8(wrong))).as(wrong).isInstanceOf(Outcome.Failure.class);
        }
        assertThatThrownBy(() -> new LinkageKey.Terms(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
