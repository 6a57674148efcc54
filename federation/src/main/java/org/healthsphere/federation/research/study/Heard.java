package org.healthsphere.federation.research.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.healthsphere.federation.research.MemberKeys;
import org.healthsphere.federation.research.SignedStatement;
import org.healthsphere.federation.research.study.RunMessage.Reply;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** A message with the signed statement that it was read from. */
record Heard<M extends RunMessage>(SignedStatement statement, M message) {

    NodeId from() {
        return statement.from();
    }

    static Outcome<Heard<RunMessage>> read(Bytes bytes, MemberKeys keys) {
        return SignedStatement.read(bytes, keys).then(Heard::of);
    }

    private static Outcome<Heard<RunMessage>> of(SignedStatement statement) {
        return RunReader.read(statement).map(message -> new Heard<>(statement, message));
    }

    /** This, if it is of that kind. */
    <K extends RunMessage> Outcome<Heard<K>> as(Class<K> kind) {
        return kind.isInstance(message)
                ? Outcome.of(new Heard<>(statement, kind.cast(message)))
                : Outcome.failed(new Fault.Conflict("a message of another kind"));
    }

    /** What a coordinator quotes: statements of one kind in this run, one of each of some members; a fault when one is not. */
    static <M extends Reply> Outcome<Map<NodeId, Heard<M>>> all(
            Class<M> kind, Sha256 run, List<JsonNode> quoted, MemberKeys keys) {
        Outcome<Map<NodeId, Heard<M>>> all = Outcome.of(sorted());
        for (var json : quoted) {
            all = all.then(map -> SignedStatement.read(json, keys)
                    .then(Heard::of)
                    .then(heard -> heard.as(kind))
                    .then(heard -> heard.message().run().equals(run) && !map.containsKey(heard.from())
                            ? Outcome.of(put(map, heard))
                            : Outcome.failed(new Fault.Conflict("of another run, or twice of one member"))));
        }
        return all;
    }

    static <M extends RunMessage> Map<NodeId, Heard<M>> sorted() {
        return new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
    }

    static <M extends RunMessage, T> Map<NodeId, T> each(Map<NodeId, Heard<M>> heard, Function<M, T> part) {
        Map<NodeId, T> parts = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
        heard.forEach((member, one) -> parts.put(member, part.apply(one.message())));
        return parts;
    }

    static List<JsonNode> quoted(Map<NodeId, ? extends Heard<?>> heard) {
        return heard.values().stream().map(one -> one.statement().json()).toList();
    }

    /** A digest of statements, whichever way they are quoted. */
    static Sha256 digest(Sha256 run, Collection<? extends Heard<?>> heard) {
        var lines = heard.stream()
                .map(one -> one.from() + " " + one.statement().digest())
                .sorted()
                .toList();
        return Sha256.of(run + "\n" + String.join("\n", lines));
    }

    private static <M extends RunMessage> Map<NodeId, Heard<M>> put(Map<NodeId, Heard<M>> map, Heard<M> heard) {
        map.put(heard.from(), heard);
        return map;
    }
}
