package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/**
 * Visits and accounts that turn out to be somebody else's, or to have another number: what is in a visit follows it.
 *
 * <p>The message that says so commits what is to be done as a mark; that is done after it, and at the next start when a crash came
 * between. What was done is noted, so that it goes back when the message is withdrawn.
 */
public final class VisitMoves {
    /** Of an Encounter by its new number, the id under which it is here. */
    static final String ALIASES = "visit-identity";

    private static final String BEGUN = "visit-move";
    private static final String DONE = "visit-moved";
    private static final String ENCOUNTER = "Encounter";
    private static final String ACCOUNT = "account";

    private final ResourceStore store;
    private final Moves moves;

    VisitMoves(ResourceStore store, Moves moves) {
        this.store = store;
        this.moves = moves;
    }

    /**
     * What a message says.
     *
     * @param from whose record it was in
     * @param to whose it is
     * @param visit the Encounter, if one is named
     * @param into the Encounter that it is one with from now on, if that is known too
     * @param account the number that it had, if an account is named: every visit on it is meant
     * @param becomes the number that the account has from now on
     */
    public record Move(
            String from,
            String to,
            Optional<String> visit,
            Optional<String> into,
            Optional<ObjectNode> account,
            Optional<ObjectNode> becomes) {
        /** What is to be committed with the message. */
        public Mark mark(MessageId message) {
            var json = Json.object().put("from", from).put("to", to).put("message", message.key());
            visit.ifPresent(id -> json.put("visit", id));
            into.ifPresent(id -> json.put("into", id));
            account.ifPresent(number -> json.set(ACCOUNT, number));
            becomes.ifPresent(number -> json.set("becomes", number));
            var key = Ids.digest("move", message.key(), from, to, json.toString());
            return new Mark(BEGUN, key, Json.bytes(json)).about(to);
        }

        private static Move of(ObjectNode json) {
            return new Move(
                    json.path("from").asText(),
                    json.path("to").asText(),
                    Optional.of(json.path("visit").asText()).filter(id -> !id.isEmpty()),
                    Optional.of(json.path("into").asText()).filter(id -> !id.isEmpty()),
                    object(json, ACCOUNT),
                    object(json, "becomes"));
        }

        private static Optional<ObjectNode> object(ObjectNode json, String member) {
            return json.get(member) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        }
    }

    /** From now on the Encounter that has this id, or would have it, is that other one. */
    public static Mark alias(ResourceId named, ResourceId meant, String patient) {
        return new Mark(ALIASES, named.id(), Bytes.utf8(meant.id())).about(patient);
    }

    /** What another message has said of a visit before needs no mark any more. */
    static boolean isSaid(Mark mark, RecordSink sink) {
        return mark.space().equals(ALIASES) && sink.mark(ALIASES, mark.key()).equals(Optional.of(mark.value()));
    }

    static boolean isBegun(Mark mark) {
        return mark.space().equals(BEGUN);
    }

    /** Does what was begun; how many resources changed. */
    Outcome<Integer> endAll() {
        var sum = Outcome.of(0);
        for (var mark : marks(BEGUN, "")) {
            sum = sum.then(before -> end(mark).map(changed -> {
                store.removeMark(BEGUN, mark.key());
                return before + changed;
            }));
        }
        return sum;
    }

    private Outcome<Integer> end(Mark mark) {
        var json = Json.tree(mark.value());
        var move = Move.of(json);
        var message = json.path("message").asText();
        var changed = new LinkedHashMap<ResourceId, Changed>();
        var record = moves.inRecordOf(move.from());
        var visits = new ArrayList<String>();
        move.visit().ifPresent(visits::add);
        for (var resource : record) {
            renumbered(resource, move).ifPresent(after -> {
                visits.add(resource.id().id());
                changed.put(resource.id(), new Changed(resource, after));
            });
        }
        OneVisit.of(move, store)
                .ifPresent(one -> one.unite(record).forEach((resource, after) -> {
                    visits.add(resource.id().id());
                    changed.put(resource.id(), new Changed(resource, after));
                }));
        if (!move.from().equals(move.to())) {
            record.stream()
                    .filter(resource -> !resource.id().type().equals("Provenance") && isIn(visits, resource))
                    .forEach(resource -> changed.merge(
                            resource.id(),
                            new Changed(resource, Json.tree(resource.json())),
                            (renumbered, _) -> renumbered));
            changed.values().forEach(one -> Moves.rename(one.after(), move.from(), move.to()));
        }
        return changed.isEmpty()
                ? Outcome.of(0)
                : commit(changed.values().stream().toList(), move, message);
    }

    /** @param before as it is stored */
    private record Changed(StoredResource before, ObjectNode after) {}

    private Outcome<Integer> commit(List<Changed> changed, Move move, String message) {
        var writes = changed.stream()
                .<Write>map(one -> new Write.Put(
                        one.before().id(),
                        OptionalLong.of(one.before().version()),
                        Optional.of(move.to()),
                        Json.bytes(one.after())))
                .toList();
        var marks = changed.stream()
                .map(one -> done(one, move, message))
                .filter(mark -> store.mark(DONE, mark.key()).isEmpty())
                .toList();
        return store.commit(new Commit(writes, marks)).map(List::size);
    }

    private static Mark done(Changed one, Move move, String message) {
        var note = Json.object().put("from", move.from()).put("to", move.to());
        var account = Json.tree(one.before().json()).path(ACCOUNT);
        if (!account.isMissingNode() && !account.equals(one.after().path(ACCOUNT))) {
            note.set(ACCOUNT, account);
        }
        if (move.into().isPresent()) {
            note.set(
                    OneVisit.MEMBERS, OneVisit.difference(Json.tree(one.before().json()), one.after()));
        }
        return new Mark(DONE, message + "/" + one.before().id(), Json.bytes(note)).about(move.to());
    }

    /** The Encounter with the account's new number, when it is on that account. */
    private static Optional<ObjectNode> renumbered(StoredResource resource, Move move) {
        if (!resource.id().type().equals(ENCOUNTER) || move.account().isEmpty()) {
            return Optional.empty();
        }
        var json = Json.tree(resource.json());
        var isOnIt = false;
        for (var account : json.path(ACCOUNT)) {
            if (account instanceof ObjectNode there
                    && isSame(there.path("identifier"), move.account().get())) {
                isOnIt = true;
                move.becomes().ifPresent(number -> there.set("identifier", number.deepCopy()));
            }
        }
        return isOnIt ? Optional.of(json) : Optional.empty();
    }

    private static boolean isSame(JsonNode one, JsonNode other) {
        return one.path("system").equals(other.path("system"))
                && one.path("value").equals(other.path("value"));
    }

    private static boolean isIn(List<String> visits, StoredResource resource) {
        var text = resource.json().utf8();
        return visits.stream()
                .anyMatch(visit -> resource.id().equals(new ResourceId(ENCOUNTER, visit))
                        || text.contains("\"" + ENCOUNTER + "/" + visit + "\""));
    }

    /** Everything that followed from this message goes back, as far as it is still where it was put. */
    Outcome<Integer> undo(MessageId message) {
        marks(BEGUN, "").stream()
                .filter(mark -> Json.tree(mark.value()).path("message").asText().equals(message.key()))
                .forEach(mark -> store.removeMark(BEGUN, mark.key()));
        var sum = Outcome.of(0);
        for (var mark : marks(DONE, message.key() + "/")) {
            var note = Json.tree(mark.value());
            sum = sum.then(before -> back(mark, note).map(changed -> {
                store.removeMark(DONE, mark.key());
                return before + changed;
            }));
        }
        return sum;
    }

    private Outcome<Integer> back(Mark mark, ObjectNode note) {
        var parts = mark.key().split("/", -1);
        var id = new ResourceId(parts[parts.length - 2], parts[parts.length - 1]);
        var from = note.path("from").asText();
        var to = note.path("to").asText();
        return store.get(id)
                .filter(there -> !there.deleted() && there.patient().equals(Optional.of(to)))
                .map(there -> {
                    var json = Json.tree(there.json());
                    OneVisit.takeBack(json, note.path(OneVisit.MEMBERS));
                    Moves.rename(json, to, from);
                    if (note.has(ACCOUNT)) {
                        json.set(ACCOUNT, note.path(ACCOUNT));
                    }
                    return store.commit(Commit.of(new Write.Put(
                                    id, OptionalLong.of(there.version()), Optional.of(from), Json.bytes(json))))
                            .map(_ -> 1);
                })
                .orElseGet(() -> Outcome.of(0));
    }

    private List<Mark> marks(String space, String prefix) {
        try (var all = store.marks(space)) {
            return all.filter(mark -> mark.key().startsWith(prefix)).toList();
        }
    }

    /** The aliases that these marks set are no more. */
    void forget(List<Mark> marks) {
        marks.stream()
                .filter(mark -> mark.space().equals(ALIASES))
                .forEach(mark -> store.removeMark(ALIASES, mark.key()));
    }
}
