package org.healthsphere.node.fhir.patch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** RFC 6902: a list of operations, done in their order, all or none. */
public final class JsonPatch implements Patch {
    private static final Set<String> KINDS = Set.of("add", "remove", "replace", "move", "copy", "test");

    private final List<Operation> operations;

    private JsonPatch(List<Operation> operations) {
        this.operations = List.copyOf(operations);
    }

    /**
     * One operation.
     *
     * @param at where it stands in the patch
     */
    private record Operation(String at, String kind, JsonPointer path, JsonPointer from, JsonNode value) {}

    /** {@link org.healthsphere.specs.Fault.Invalid} when it is no such list. */
    public static Outcome<Patch> read(Bytes patch) {
        var tree = Trees.read(patch);
        if (tree.isEmpty() || !tree.get().isArray()) {
            return Outcome.failed(Trees.invalid("", "a JSON Patch is an array of operations (RFC 6902)"));
        }
        try {
            var operations = new ArrayList<Operation>();
            for (var i = 0; i < tree.get().size(); i++) {
                operations.add(operation("[" + i + "]", tree.get().get(i)));
            }
            return Outcome.of(new JsonPatch(operations));
        } catch (Unfit unfit) {
            return Outcome.failed(unfit.fault());
        }
    }

    private static Operation operation(String at, JsonNode json) {
        var kind = json.path("op").asText();
        if (!KINDS.contains(kind)) {
            throw Unfit.invalid(at + ".op", "is add, remove, replace, move, copy or test");
        }
        if (Set.of("add", "replace", "test").contains(kind) && !json.has("value")) {
            throw Unfit.invalid(at + ".value", "is required");
        }
        var from =
                Set.of("move", "copy").contains(kind) ? pointer(at + ".from", json.path("from")) : JsonPointer.empty();
        return new Operation(at, kind, pointer(at + ".path", json.path("path")), from, json.path("value"));
    }

    private static JsonPointer pointer(String at, JsonNode text) {
        try {
            if (text.isTextual()) {
                return JsonPointer.compile(text.textValue());
            }
        } catch (IllegalArgumentException e) {
            throw Unfit.invalid(at, "is no JSON Pointer (RFC 6901)");
        }
        throw Unfit.invalid(at, "is required");
    }

    @Override
    public Outcome<Bytes> apply(Bytes resource) {
        try {
            var root = Trees.read(resource).orElseThrow();
            var growth = new Growth();
            for (var operation : operations) {
                root = apply(root, operation, growth);
            }
            return Outcome.of(Trees.write(root));
        } catch (Unfit unfit) {
            return Outcome.failed(unfit.fault());
        }
    }

    private static JsonNode apply(JsonNode root, Operation o, Growth growth) {
        return switch (o.kind()) {
            case "add" -> add(root, o, o.path(), copy(o, o.value(), growth));
            case "remove" -> remove(root, o, o.path());
            case "replace" -> replace(root, o, copy(o, o.value(), growth));
            case "move" -> move(root, o, growth);
            case "copy" -> add(root, o, o.path(), copy(o, there(root, o, o.from()), growth));
            default -> test(root, o);
        };
    }

    private static JsonNode copy(Operation o, JsonNode value, Growth growth) {
        var depth = (int) o.path().toString().chars().filter(c -> c == '/').count();
        return growth.admit(o.at(), value, depth).deepCopy();
    }

    private static JsonNode there(JsonNode root, Operation o, JsonPointer path) {
        var found = root.at(path);
        if (found.isMissingNode()) {
            throw Unfit.resource(o.at(), "names a place that the resource does not have");
        }
        return found;
    }

    private static JsonNode add(JsonNode root, Operation o, JsonPointer path, JsonNode value) {
        if (path.matches()) {
            return value;
        }
        var name = path.last().getMatchingProperty();
        switch (there(root, o, path.head())) {
            case ObjectNode object -> object.set(name, value);
            case ArrayNode array -> array.insert(name.equals("-") ? array.size() : index(o, path, array.size()), value);
            default -> throw Unfit.resource(o.at(), "adds to what is neither an object nor an array");
        }
        return root;
    }

    private static JsonNode remove(JsonNode root, Operation o, JsonPointer path) {
        var _ = there(root, o, path);
        if (path.matches()) {
            throw Unfit.resource(o.at(), "removes the whole resource");
        }
        switch (root.at(path.head())) {
            case ObjectNode object -> {
                var _ = object.remove(path.last().getMatchingProperty());
                prune(root, path.head());
            }
            case ArrayNode array -> {
                var _ = array.remove(index(o, path, array.size() - 1));
                prune(root, path.head());
            }
            default -> throw new IllegalStateException("a member of neither an object nor an array");
        }
        return root;
    }

    /** FHIR has no empty arrays and objects: who removes the last element removes them too. */
    private static void prune(JsonNode root, JsonPointer path) {
        if (!path.matches() && root.at(path).isEmpty() && root.at(path.head()) instanceof ObjectNode parent) {
            var _ = parent.remove(path.last().getMatchingProperty());
        }
    }

    private static JsonNode replace(JsonNode root, Operation o, JsonNode value) {
        var _ = there(root, o, o.path());
        if (o.path().matches()) {
            return value;
        }
        switch (root.at(o.path().head())) {
            case ObjectNode object -> object.set(o.path().last().getMatchingProperty(), value);
            case ArrayNode array -> array.set(index(o, o.path(), array.size() - 1), value);
            default -> throw new IllegalStateException("a member of neither an object nor an array");
        }
        return root;
    }

    private static JsonNode move(JsonNode root, Operation o, Growth growth) {
        if (o.path().toString().startsWith(o.from() + "/")) {
            throw Unfit.resource(o.at(), "moves something into itself");
        }
        var value = copy(o, there(root, o, o.from()), growth);
        return add(remove(root, o, o.from()), o, o.path(), value);
    }

    private static JsonNode test(JsonNode root, Operation o) {
        if (!there(root, o, o.path()).equals(o.value())) {
            throw Unfit.resource(o.at(), "tests for a value that is not there");
        }
        return root;
    }

    private static int index(Operation o, JsonPointer path, int most) {
        var index = path.last().getMatchingIndex();
        if (index < 0 || index > most) {
            throw Unfit.resource(o.at(), "names a place that the resource does not have");
        }
        return index;
    }
}
