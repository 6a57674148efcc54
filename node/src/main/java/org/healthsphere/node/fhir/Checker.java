package org.healthsphere.node.fhir;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.fhir.structure.Element;
import org.healthsphere.node.fhir.structure.ElementTable;
import org.healthsphere.node.fhir.structure.ElementTable.Shape;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault.Problem;

/** One pass over one document. It goes on after a problem, so that the sender learns of several at once. */
final class Checker {
    private static final int MOST_PROBLEMS = 20;
    private static final String ENTRY = "Bundle.BundleEntryComponent";
    private static final String REQUEST = "Bundle.BundleEntryRequestComponent";

    private final Intake intake;
    private final JsonParser parser;
    private final byte[] bytes;
    private final Trail trail = new Trail();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Incoming.Entry> entries = new ArrayList<>();
    private final Map<String, String> bundleStrings = new HashMap<>();
    private Map<String, String> entryStrings = new HashMap<>();
    private Optional<Draft> entryResource = Optional.empty();
    private Open open = new Open("", 0, 0);
    private Set<String> targets = Set.of();

    /** The resource that is being read and stands by itself. */
    private static final class Open {
        final String type;
        final int start;
        final int depth;
        final List<Link> links = new ArrayList<>();
        Optional<String> id = Optional.empty();

        Open(String type, int start, int depth) {
            this.type = type;
            this.start = start;
            this.depth = depth;
        }
    }

    Checker(Intake intake, JsonParser parser, byte[] bytes) {
        this.intake = intake;
        this.parser = parser;
        this.bytes = bytes;
    }

    List<Problem> problems() {
        return problems;
    }

    Incoming document() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new NotAResource("is not a JSON object");
        }
        var type = resourceType().orElseThrow(() -> new NotAResource("has no resourceType that FHIR R4 knows"));
        trail.enter(type.name());
        var draft = draft(type);
        if (parser.nextToken() != null) {
            throw new NotAResource("goes on behind its end");
        }
        return new Incoming(draft, bundleStrings, entries);
    }

    /** The type of the resource whose object has just begun, wherever in it its name stands. */
    private Optional<Shape> resourceType() throws IOException {
        var from = (int) parser.currentTokenLocation().getByteOffset();
        try (var ahead = intake.json().createParser(bytes, from, bytes.length - from)) {
            ahead.nextToken();
            while (ahead.nextToken() == JsonToken.FIELD_NAME) {
                var name = ahead.currentName();
                if (ahead.nextToken() == JsonToken.VALUE_STRING && name.equals("resourceType")) {
                    return intake.table().resource(ahead.getText());
                }
                ahead.skipChildren();
            }
        }
        return Optional.empty();
    }

    /** Reads a resource that stands by itself. */
    private Draft draft(Shape type) throws IOException {
        var outer = open;
        open = new Open(type.name(), (int) parser.currentTokenLocation().getByteOffset(), trail.depth());
        members(type);
        var end = (int) parser.currentLocation().getByteOffset();
        var draft = new Draft(
                trail.path(Optional.empty()),
                type.name(),
                open.id,
                open.links,
                Bytes.of(Arrays.copyOfRange(bytes, open.start, end)));
        open = outer;
        return draft;
    }

    private void members(Shape type) throws IOException {
        var seen = new Seen(type);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            if (!name.equals("resourceType") || !type.isResource()) {
                member(type, name, seen);
            }
        }
        missing(type, seen);
    }

    private void member(Shape owner, String name, Seen seen) throws IOException {
        var shadow = name.startsWith("_");
        var element = owner.element(shadow ? name.substring(1) : name)
                .filter(e -> !shadow || Primitives.isPrimitive(e.type()));
        if (element.isEmpty()) {
            problem(Optional.of(name), "is no element of " + owner.name());
            parser.skipChildren();
            return;
        }
        trail.enter(name);
        if (!seen.isFirst(element.get(), shadow)) {
            problem(Optional.empty(), "is there twice, or beside another of its choice");
        }
        if (element.get().repeats()) {
            array(owner, element.get(), shadow);
        } else {
            value(owner, element.get(), shadow);
        }
        trail.leave();
    }

    private void missing(Shape type, Seen seen) {
        type.required().forEach((name, any) -> {
            if (any.stream().noneMatch(seen::has)) {
                problem(Optional.of(name), "is required");
            }
        });
        if (seen.nothing() && !type.isResource()) {
            problem(Optional.empty(), "is empty");
        }
    }

    private void array(Shape owner, Element element, boolean shadow) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            problem(Optional.empty(), "is an array");
            parser.skipChildren();
            return;
        }
        var position = 0;
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            trail.at(position++);
            if (token != JsonToken.VALUE_NULL || !Primitives.isPrimitive(element.type())) {
                value(owner, element, shadow);
            }
        }
        if (position == 0) {
            problem(Optional.empty(), "is empty");
        }
    }

    private void value(Shape owner, Element element, boolean shadow) throws IOException {
        var complex = shadow ? Optional.of(ElementTable.SHADOW) : intake.table().type(element.type());
        if (complex.isPresent() || element.type().equals("Resource")) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                problem(Optional.empty(), "is an object");
                parser.skipChildren();
            } else if (complex.isPresent()) {
                var outer = targets;
                targets = element.targets();
                object(complex.get());
                targets = outer;
            } else {
                resource(owner);
            }
        } else {
            primitive(owner, element);
        }
    }

    private void object(Shape type) throws IOException {
        if (!isOuterEntry(type, 2)) {
            members(type);
            return;
        }
        entryStrings = new HashMap<>();
        entryResource = Optional.empty();
        members(type);
        entries.add(new Incoming.Entry(trail.path(Optional.empty()), entryStrings, entryResource));
    }

    /** Whether this is an entry of the document itself, not of a Bundle in a Bundle. */
    private boolean isOuterEntry(Shape type, int depth) {
        return type.name().equals(ENTRY) && trail.depth() == depth;
    }

    private void resource(Shape owner) throws IOException {
        var type = resourceType();
        if (type.isEmpty()) {
            problem(Optional.of("resourceType"), "is no type that FHIR R4 knows");
            parser.skipChildren();
        } else if (isOuterEntry(owner, 3)) {
            entryResource = Optional.of(draft(type.get()));
        } else {
            members(type.get());
        }
    }

    private void primitive(Shape owner, Element element) throws IOException {
        var type = element.type();
        if (!isOfType(type, parser.currentToken())) {
            problem(Optional.empty(), "is a " + type);
            parser.skipChildren();
            return;
        }
        var text = parser.getText();
        if (!Primitives.isValid(type, text)) {
            problem(Optional.empty(), "is no valid " + type);
        } else if (!element.codes().isEmpty() && !element.codes().contains(text)) {
            problem(Optional.empty(), "is none of the codes it may have: " + Listed.of(element.codes()));
        } else {
            note(owner, element, text);
        }
    }

    private static boolean isOfType(String type, JsonToken token) {
        return switch (token) {
            case VALUE_TRUE, VALUE_FALSE -> type.equals("boolean");
            case VALUE_NUMBER_INT -> Primitives.isNumber(type);
            case VALUE_NUMBER_FLOAT -> type.equals("decimal");
            case VALUE_STRING -> !type.equals("boolean") && !Primitives.isNumber(type);
            default -> false;
        };
    }

    /** Keeps what is needed later: ids, links, and what a Bundle says about its entries. */
    private void note(Shape owner, Element element, String text) {
        if (owner.name().equals("Reference")) {
            ofReference(element, text);
        } else if (text.startsWith("urn:") && !element.type().equals("string")) {
            link(text, Link.Kind.URI);
        }
        if (isAboutEntry(owner)) {
            entryStrings.put(element.name(), text);
        } else if (element.name().equals("id") && trail.depth() == open.depth + 1) {
            open.id = Optional.of(text);
        } else if (owner.name().equals("Bundle") && trail.depth() == 2) {
            bundleStrings.put(element.name(), text);
        }
    }

    private void ofReference(Element element, String text) {
        switch (element.name()) {
            case "reference" -> reference(text);
            case "type" -> target(Optional.of(text));
            default -> {}
        }
    }

    private boolean isAboutEntry(Shape owner) {
        return isOuterEntry(owner, 3) || (owner.name().equals(REQUEST) && trail.depth() == 4);
    }

    private void reference(String text) {
        if (!References.isWellFormed(text, t -> intake.table().resource(t).isPresent())) {
            problem(
                    Optional.empty(),
                    "is no reference: Type/id, an absolute URL, urn:..., or #id of a contained resource");
            return;
        }
        if (!targets.isEmpty()) {
            target(References.type(text));
        }
        link(text, kind());
    }

    /** Where a reference says the type of what it leads to, it is one that may stand here. */
    private void target(Optional<String> type) {
        type.filter(t -> !targets.isEmpty()
                        && !targets.contains(t)
                        && intake.table().resource(t).isPresent())
                .ifPresent(t -> problem(
                        Optional.empty(), "leads to " + t + ", where only these may stand: " + Listed.of(targets)));
    }

    private Link.Kind kind() {
        if (intake.patientPaths(open.type).stream().anyMatch(path -> trail.isAt(open.depth, path))) {
            return Link.Kind.PATIENT;
        }
        return trail.isAt(open.depth, Intake.contextPath(open.type)) ? Link.Kind.CONTEXT : Link.Kind.REFERENCE;
    }

    private void link(String text, Link.Kind kind) {
        var start = (int) parser.currentTokenLocation().getByteOffset() - open.start;
        var end = (int) parser.currentLocation().getByteOffset() - open.start;
        open.links.add(new Link(start, end, text, kind));
    }

    private void problem(Optional<String> member, String what) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new Problem(trail.path(member), what));
        }
    }
}
