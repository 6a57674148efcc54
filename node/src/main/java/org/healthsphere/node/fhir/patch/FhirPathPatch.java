package org.healthsphere.node.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.fhir.structure.ElementTable;
import org.healthsphere.node.fhir.structure.ElementTable.Shape;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** FHIRPath Patch (FHIR R4, fhirpatch): a Parameters resource of operations, done in their order, all or none. */
public final class FhirPathPatch implements Patch {
    private static final Set<String> KINDS = Set.of("add", "insert", "delete", "replace", "move");

    private final ElementTable table;
    private final List<Operation> operations;

    private FhirPathPatch(ElementTable table, List<Operation> operations) {
        this.table = table;
        this.operations = List.copyOf(operations);
    }

    /** One operation, as its parts say. */
    private record Operation(String at, String kind, String path, JsonNode parts) {
        Optional<JsonNode> part(String name) {
            for (var part : parts) {
                if (part.path("name").asText().equals(name)) {
                    return Optional.of(part);
                }
            }
            return Optional.empty();
        }

        JsonNode needed(String name) {
            return part(name).orElseThrow(() -> Unfit.invalid(at, "has no part " + name));
        }

        int number(String name) {
            var value = needed(name).path("valueInteger");
            if (!value.isInt() || value.intValue() < 0) {
                throw Unfit.invalid(at, "has a part " + name + " without a valueInteger of 0 or more");
            }
            return value.intValue();
        }

        String text(String name) {
            return needed(name).path("valueString").asText();
        }
    }

    /** {@link Fault.Invalid} when the resource is no such list of operations. */
    public static Outcome<Patch> read(ElementTable table, Bytes parameters) {
        var tree = Trees.read(parameters);
        if (tree.isEmpty() || !tree.get().path("resourceType").asText().equals("Parameters")) {
            return Outcome.failed(Trees.invalid("", "a FHIRPath Patch is a Parameters resource"));
        }
        try {
            var operations = new ArrayList<Operation>();
            var all = tree.get().path("parameter");
            for (var i = 0; i < all.size(); i++) {
                operations.add(operation("Parameters.parameter[" + i + "]", all.get(i)));
            }
            return operations.isEmpty()
                    ? Outcome.failed(Trees.invalid("Parameters.parameter", "has no operation"))
                    : Outcome.of(new FhirPathPatch(table, operations));
        } catch (Unfit unfit) {
            return Outcome.failed(unfit.fault());
        }
    }

    private static Operation operation(String at, JsonNode json) {
        if (!json.path("name").asText().equals("operation")) {
            throw Unfit.invalid(at + ".name", "is operation");
        }
        var bare = new Operation(at, "", "", json.path("part"));
        var kind = bare.needed("type").path("valueCode").asText();
        if (!KINDS.contains(kind)) {
            throw Unfit.invalid(at, "has a part type that is none of add, insert, delete, replace, move");
        }
        return new Operation(at, kind, bare.text("path"), bare.parts());
    }

    @Override
    public Outcome<Bytes> apply(Bytes resource) {
        var root = Trees.read(resource).orElseThrow();
        for (var operation : operations) {
            try {
                apply(root, operation);
            } catch (Unfit unfit) {
                return Outcome.failed(at(operation, unfit.fault()));
            }
        }
        return Outcome.of(Trees.write(root));
    }

    /** Says in which operation it was. */
    private static Fault at(Operation operation, Fault fault) {
        return switch (fault) {
            case Fault.Invalid(var problems) -> new Fault.Invalid(at(operation, problems));
            case Fault.Unprocessable(var problems) -> new Fault.Unprocessable(at(operation, problems));
            default -> throw new IllegalStateException("a change cannot fail like this");
        };
    }

    private static List<Fault.Problem> at(Operation operation, List<Fault.Problem> problems) {
        return problems.stream()
                .map(p -> new Fault.Problem(
                        p.at().startsWith(operation.at()) ? p.at() : operation.at() + "." + p.at(), p.what()))
                .toList();
    }

    private void apply(JsonNode root, Operation o) {
        switch (o.kind()) {
            case "add" -> add(one(root, o), o);
            case "replace" -> replace(one(root, o), o);
            case "delete" -> delete(root, o);
            case "insert" -> insert(root, o);
            default -> move(root, o);
        }
    }

    private List<Spot> spots(JsonNode root, String path) {
        return new PatchPath(table).spots(root, path);
    }

    private Spot one(JsonNode root, Operation o) {
        var spots = spots(root, o.path());
        if (spots.size() != 1) {
            throw Unfit.resource("path", "leads to " + spots.size() + " elements, not to one");
        }
        return spots.getFirst();
    }

    private void add(Spot spot, Operation o) {
        if (!(spot.value() instanceof ObjectNode object) || spot.shape().isEmpty()) {
            throw Unfit.resource("path", "leads to what has no elements");
        }
        new PartValues(table).put(object, spot.shape().get(), o.text("name"), o.needed("value"));
    }

    private void replace(Spot spot, Operation o) {
        var element = spot.element().orElseThrow(() -> Unfit.resource("path", "leads to the whole resource"));
        var value = new PartValues(table).value(spot.shape(), o.needed("value"));
        if (!element.choice().isEmpty()) {
            var owner = spot.owner().orElseThrow();
            spot.remove();
            var stem = element.choice().replace("[x]", "");
            var _ = owner.set(PartValues.typed(stem, o.needed("value")), value);
        } else {
            spot.replace(value);
        }
    }

    private void delete(JsonNode root, Operation o) {
        var spots = spots(root, o.path());
        if (spots.size() > 1) {
            throw Unfit.resource("path", "leads to several elements");
        }
        spots.forEach(Spot::remove);
    }

    /** The array that a path without an index leads to. */
    private ArrayNode array(JsonNode root, Operation o) {
        var dot = o.path().lastIndexOf('.');
        if (dot < 0) {
            throw Unfit.resource("path", "leads to no list");
        }
        var owners = spots(root, o.path().substring(0, dot));
        var name = o.path().substring(dot + 1);
        if (owners.size() != 1 || !(owners.getFirst().value().path(name) instanceof ArrayNode array)) {
            throw Unfit.resource("path", "leads to no list");
        }
        return array;
    }

    private void insert(JsonNode root, Operation o) {
        var array = array(root, o);
        var index = o.number("index");
        if (index > array.size()) {
            throw Unfit.resource("index", "is behind the end of the list");
        }
        var shape = spots(root, o.path()).stream().findFirst().flatMap(Spot::shape);
        var _ = array.insert(index, new PartValues(table).value(shape, o.needed("value")));
    }

    private void move(JsonNode root, Operation o) {
        var array = array(root, o);
        var source = o.number("source");
        var destination = o.number("destination");
        if (source >= array.size() || destination >= array.size()) {
            throw Unfit.resource("source", "and destination are places in the list");
        }
        var _ = array.insert(destination, array.remove(source));
    }

    /** Builds values from the parts of an operation. */
    private record PartValues(ElementTable table) {
        JsonNode value(Optional<Shape> shape, JsonNode part) {
            var simple = valueMember(part);
            if (simple.isPresent()) {
                return part.get(simple.get()).deepCopy();
            }
            var built = JsonNodeFactory.instance.objectNode();
            for (var child : part.path("part")) {
                put(
                        built,
                        shape.orElseThrow(() -> Unfit.invalid("value", "has parts where a simple value belongs")),
                        child.path("name").asText(),
                        child);
            }
            if (built.isEmpty()) {
                throw Unfit.invalid("value", "is missing");
            }
            return built;
        }

        /** Sets an element, or adds to it where it repeats. */
        void put(ObjectNode object, Shape shape, String name, JsonNode part) {
            var elements = PatchPath.named(shape, name);
            var element = elements.getFirst();
            var value = value(table.type(element.type()), part);
            if (element.repeats()) {
                var _ = object.withArray(element.name()).add(value);
                return;
            }
            if (elements.stream().anyMatch(e -> object.has(e.name()))) {
                throw Unfit.resource(name, "is there already and does not repeat");
            }
            var _ = object.set(element.choice().isEmpty() ? element.name() : typed(name, part), value);
        }

        /** {@code valueQuantity} of {@code value}. */
        static String typed(String name, JsonNode part) {
            var member = valueMember(part)
                    .orElseThrow(() -> Unfit.invalid("value", "says its type: valueString, valueQuantity, ..."));
            return name + member.substring("value".length());
        }

        private static Optional<String> valueMember(JsonNode part) {
            var names = part.fieldNames();
            while (names.hasNext()) {
                var name = names.next();
                if (name.startsWith("value") && name.length() > "value".length()) {
                    return Optional.of(name);
                }
            }
            return Optional.empty();
        }
    }
}
