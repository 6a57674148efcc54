package org.healthsphere.node.terms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.library.LoadedEntry;
import org.healthsphere.terminology.library.SharedTerminology;
import org.healthsphere.terminology.library.TerminologyLock;

/**
 * What members write to each other about terminology: {@code {"ask":"lock"}} is answered with the list of what a member answers from,
 * {@code {"ask":"file","sha256":…}} with the bytes of the compiled file, {@code {"ask":"kept","sha256":…}} with a lock that an epoch
 * was said by; or with {@code {"refused":…}}.
 */
public final class TerminologyLetters {
    private static final JsonMapper JSON = new JsonMapper();
    private static final byte OBJECT = '{';

    private final SharedTerminology shared;
    private final Supplier<List<NodeId>> others;
    private final Function<Map<NodeId, Bytes>, Map<NodeId, Bytes>> carry;

    /**
     * Letters of one member.
     *
     * @param others the other members
     * @param carry brings a message to each member, and what was answered in time
     */
    public TerminologyLetters(
            SharedTerminology shared,
            Supplier<List<NodeId>> others,
            Function<Map<NodeId, Bytes>, Map<NodeId, Bytes>> carry) {
        this.shared = shared;
        this.others = others;
        this.carry = carry;
    }

    /** Answers another member. */
    public Outcome<Bytes> answer(Bytes letter) {
        var asked = parsed(letter).orElseGet(JsonNodeFactory.instance::objectNode);
        return switch (asked.path("ask").asText("")) {
            case "lock" -> Outcome.of(shared.lock().json());
            case "kept" -> digest(asked).then(digest -> Outcome.of(kept(digest)));
            case "file" ->
                digest(asked)
                        .then(digest -> Outcome.of(
                                switch (shared.give(digest)) {
                                    case Outcome.Success<Bytes>(var file) -> file;
                                    case Outcome.Failure<Bytes>(var fault) -> refused(fault);
                                }));
            default -> Outcome.failed(new Fault.Invalid("a letter about terminology asks for the lock, a kept lock, or a file"));
        };
    }

    private Bytes kept(Sha256 digest) {
        return shared.kept(digest)
                .map(TerminologyLock::json)
                .orElseGet(() -> refused(new Fault.NotFound("terminology lock " + digest)));
    }

    private static Bytes refused(Fault fault) {
        var text = switch (fault) {
            case Fault.NotFound(var what) -> "there is no " + what;
            case Fault.Forbidden(var ground) -> ground;
            default -> "it cannot be given";
        };
        return Bytes.of(CanonicalJson.of(JsonNodeFactory.instance.objectNode().put("refused", text)));
    }

    private static Outcome<Sha256> digest(JsonNode json) {
        try {
            return Outcome.of(new Sha256(json.path("sha256").asText("")));
        } catch (IllegalArgumentException e) {
            return Outcome.failed(new Fault.Invalid("sha256 is not a digest"));
        }
    }

    private static Optional<JsonNode> parsed(Bytes letter) {
        try {
            return Optional.of(JSON.readTree(letter.array()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** This member's own list of what it answers from. */
    public Bytes lock() {
        return shared.lock().json();
    }

    /** The lock of the digest, from here or from whichever member has kept it. */
    public Outcome<TerminologyLock> lock(Sha256 digest) {
        var here = shared.kept(digest);
        if (here.isPresent()) {
            return Outcome.of(here.orElseThrow());
        }
        var letter = Bytes.of(CanonicalJson.of(
                JsonNodeFactory.instance.objectNode().put("ask", "kept").put("sha256", digest.hex())));
        for (var answer : carry.apply(toAll(letter)).values()) {
            if (TerminologyLock.parse(answer) instanceof Outcome.Success<TerminologyLock>(var lock)
                    && lock.digest().equals(digest)) {
                shared.keep(lock);
                return Outcome.of(lock);
            }
        }
        return Outcome.failed(new Fault.NotFound("terminology lock " + digest + " at any member"));
    }

    private Map<NodeId, Bytes> toAll(Bytes letter) {
        Map<NodeId, Bytes> letters = new HashMap<>();
        others.get().forEach(member -> letters.put(member, letter));
        return letters;
    }

    /** What is held here, by its digests and by locks. */
    SharedTerminology shared() {
        return shared;
    }

    /**
     * Has the file of the digest here: asks one member after the other, and takes what is what it was asked for.
     *
     * @return what was taken in; else why each member has not given it
     */
    public Outcome<LoadedEntry> fetch(Sha256 digest) {
        if (shared.has(digest)) {
            return Outcome.failed(new Fault.Conflict("the terminology file " + digest + " is here already"));
        }
        List<String> reasons = new ArrayList<>();
        for (var member : others.get()) {
            switch (fetch(digest, member)) {
                case Outcome.Success<LoadedEntry>(var entry) -> {
                    return Outcome.of(entry);
                }
                case Outcome.Failure<LoadedEntry>(Fault.Conflict fault) -> {
                    return Outcome.failed(fault);
                }
                case Outcome.Failure<LoadedEntry>(var fault) -> reasons.add(member + ": " + text(fault));
            }
        }
        return Outcome.failed(new Fault.NotFound(
                "terminology file " + digest + " at any member (" + String.join("; ", reasons) + ")"));
    }

    private static String text(Fault fault) {
        return switch (fault) {
            case Fault.Forbidden(var ground) -> ground;
            case Fault.Invalid(var problems) -> problems.getFirst().what();
            default -> "no answer";
        };
    }

    private Outcome<LoadedEntry> fetch(Sha256 digest, NodeId member) {
        var letter = JsonNodeFactory.instance.objectNode().put("ask", "file").put("sha256", digest.hex());
        var answer = Optional.ofNullable(
                carry.apply(Map.of(member, Bytes.of(CanonicalJson.of(letter)))).get(member));
        return answer.map(bytes -> taken(digest, bytes, member))
                .orElseGet(() -> Outcome.failed(new Fault.Unavailable(member.value())));
    }

    private Outcome<LoadedEntry> taken(Sha256 digest, Bytes answer, NodeId member) {
        if (!answer.isEmpty() && answer.array()[0] == OBJECT) {
            var ground =
                    parsed(answer).map(json -> json.path("refused").asText("")).orElse("");
            return Outcome.failed(new Fault.Forbidden(ground));
        }
        return shared.take(digest, answer, member.value());
    }

    /** How each other member stands to this one: what one of both answers from and the other does not, or by another file. */
    public Map<NodeId, Difference> differences() {
        var letter =
                Bytes.of(CanonicalJson.of(JsonNodeFactory.instance.objectNode().put("ask", "lock")));
        var own = files(lock());
        Map<NodeId, Difference> all = new HashMap<>();
        carry.apply(toAll(letter)).forEach((member, lock) -> all.put(member, Difference.of(own, files(lock))));
        return all;
    }

    private static List<ObjectNode> files(Bytes lock) {
        List<ObjectNode> files = new ArrayList<>();
        parsed(lock)
                .ifPresent(json -> json.path("files").forEach(file -> {
                    if (file instanceof ObjectNode object) {
                        files.add(object);
                    }
                }));
        return files;
    }

    /** What only this member has, and what only the other has; of what both have nothing is said. */
    public record Difference(List<ObjectNode> here, List<ObjectNode> there) {
        public Difference {
            here = List.copyOf(here);
            there = List.copyOf(there);
        }

        static Difference of(List<ObjectNode> own, List<ObjectNode> other) {
            return new Difference(without(own, other), without(other, own));
        }

        private static List<ObjectNode> without(List<ObjectNode> some, List<ObjectNode> others) {
            return some.stream().filter(file -> !others.contains(file)).toList();
        }

        /** Whether both mean the same by every code. */
        public boolean isNone() {
            return here.isEmpty() && there.isEmpty();
        }
    }
}
