package org.healthsphere.federation.research;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** A message with the signed statement that it was read from. */
record Said<M extends StudyMessage>(SignedStatement statement, M message) {

    NodeId from() {
        return statement.from();
    }

    /** What a member says, whatever it is. */
    static Outcome<Said<StudyMessage>> read(Bytes bytes, MemberKeys keys) {
        return SignedStatement.read(bytes, keys).then(Said::of);
    }

    /** The statements that the coordinator quotes, all of one kind. */
    static <M extends StudyMessage> Outcome<List<Said<M>>> all(Class<M> kind, List<JsonNode> quoted, MemberKeys keys) {
        Outcome<List<Said<M>>> all = Outcome.of(new ArrayList<>());
        for (var json : quoted) {
            all = all.then(list -> SignedStatement.read(json, keys)
                    .then(Said::of)
                    .then(said -> said.as(kind))
                    .map(said -> with(list, said)));
        }
        return all;
    }

    static List<JsonNode> quoted(Collection<? extends Said<?>> said) {
        return said.stream().map(one -> one.statement().json()).toList();
    }

    /** This, if it is of that kind. */
    <K extends StudyMessage> Outcome<Said<K>> as(Class<K> kind) {
        return kind.isInstance(message)
                ? Outcome.of(new Said<>(statement, kind.cast(message)))
                : Outcome.failed(new Fault.Conflict("a message of another kind"));
    }

    private static Outcome<Said<StudyMessage>> of(SignedStatement statement) {
        return MessageReader.read(statement).map(message -> new Said<>(statement, message));
    }

    private static <M extends StudyMessage> List<Said<M>> with(List<Said<M>> list, Said<M> said) {
        list.add(said);
        return list;
    }
}
