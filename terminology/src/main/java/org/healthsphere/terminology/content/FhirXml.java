package org.healthsphere.terminology.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads code systems and value sets out of a Bundle in FHIR's XML, as the JSON they would be. Narrative is left out. */
final class FhirXml {
    private static final Set<String> LISTS = Set.of(
            "concept",
            "designation",
            "extension",
            "identifier",
            "contact",
            "telecom",
            "useContext",
            "jurisdiction",
            "include",
            "exclude",
            "filter",
            "coding",
            "operator");
    private static final Set<String> TRUTHS = Set.of(
            "experimental", "caseSensitive", "compositional", "versionNeeded", "immutable", "inactive", "valueBoolean");
    private static final Set<String> NUMBERS = Set.of("count", "valueInteger");

    private final XMLStreamReader xml;

    private FhirXml(XMLStreamReader xml) {
        this.xml = xml;
    }

    /** Each resource of the Bundle that is of one of the types. */
    static void read(InputStream bundle, Set<String> types, Consumer<ObjectNode> action) {
        try {
            var factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            new FhirXml(factory.createXMLStreamReader(bundle)).resources(types, action);
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException("not FHIR in XML", e);
        }
    }

    private void resources(Set<String> types, Consumer<ObjectNode> action) throws XMLStreamException {
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT && types.contains(xml.getLocalName())) {
                var resource = JsonNodeFactory.instance.objectNode().put("resourceType", xml.getLocalName());
                children(resource, xml.getLocalName());
                action.accept(resource);
            }
        }
    }

    private void children(ObjectNode into, String parent) throws XMLStreamException {
        for (var event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                element(into, parent);
            }
        }
    }

    private void element(ObjectNode into, String parent) throws XMLStreamException {
        var name = xml.getLocalName();
        if (name.equals("text") || name.equals("meta")) {
            skip();
            return;
        }
        var value = xml.getAttributeValue(null, "value");
        if (value != null) {
            skip();
            put(into, name, parent, primitive(name, value));
            return;
        }
        var object = JsonNodeFactory.instance.objectNode();
        var url = xml.getAttributeValue(null, "url");
        if (url != null) {
            object.put("url", url);
        }
        children(object, name);
        put(into, name, parent, object);
    }

    private static void put(ObjectNode into, String name, String parent, JsonNode value) {
        if (isList(name, parent)) {
            into.withArray(name).add(value);
        } else {
            into.set(name, value);
        }
    }

    private static boolean isList(String name, String parent) {
        return switch (name) {
            case "property" -> parent.equals("CodeSystem") || parent.equals("concept");
            case "valueSet" -> parent.equals("include") || parent.equals("exclude");
            default -> LISTS.contains(name);
        };
    }

    private static JsonNode primitive(String name, String value) {
        if (TRUTHS.contains(name)) {
            return JsonNodeFactory.instance.booleanNode(Boolean.parseBoolean(value));
        }
        return NUMBERS.contains(name)
                ? JsonNodeFactory.instance.numberNode(Integer.parseInt(value))
                : JsonNodeFactory.instance.textNode(value);
    }

    /** To the end of the element. */
    private void skip() throws XMLStreamException {
        for (var depth = 1; depth > 0; ) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {
                    // what is skipped does not matter
                }
            }
        }
    }
}
