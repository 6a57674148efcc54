package org.healthsphere.node.fhir.structure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.healthsphere.node.fhir.structure.ElementTable.Shape;

/**
 * A Bundle of definitions in FHIR's XML, resource by resource in JSON, by the table of elements and without an object model
 * (FHIR R4, xml and json).
 *
 * <p>For files that come with the product: narratives and what extends a primitive value are left out, and a file that is no such
 * Bundle is a defect.
 */
public final class DefinitionsXml {
    private static final Set<String> NUMBERS = Set.of("integer", "unsignedInt", "positiveInt", "decimal");

    private final ElementTable table = ElementTable.r4();
    private final XMLStreamReader xml;

    private DefinitionsXml(XMLStreamReader xml) {
        this.xml = xml;
    }

    /** Hands each resource of the Bundle on. */
    public static void read(InputStream bundle, Consumer<ObjectNode> resources) {
        try {
            var factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            new DefinitionsXml(factory.createXMLStreamReader(bundle)).read(resources);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("definitions that cannot be read", e);
        }
    }

    private void read(Consumer<ObjectNode> resources) throws XMLStreamException {
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT
                    && xml.getLocalName().equals("resource")) {
                resources.accept(resource());
            }
        }
    }

    /** The reader stands at the element around the resource. */
    private ObjectNode resource() throws XMLStreamException {
        var _ = xml.nextTag();
        var type = xml.getLocalName();
        var json = JsonNodeFactory.instance.objectNode().put("resourceType", type);
        members(
                json,
                table.resource(type).orElseThrow(() -> new XMLStreamException("no resource of FHIR R4: " + type)));
        var _ = xml.nextTag();
        return json;
    }

    /** The members up to the end of the element at which the reader stands. */
    private void members(ObjectNode json, Shape type) throws XMLStreamException {
        attribute("id").ifPresent(id -> json.put("id", id));
        attribute("url").ifPresent(url -> json.put("url", url));
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
            var name = xml.getLocalName();
            var element = type.element(name).filter(e -> !e.type().equals("Narrative"));
            if (element.isEmpty()) {
                skip();
            } else {
                value(element.get()).ifPresent(value -> put(json, element.get(), value));
            }
        }
    }

    private static void put(ObjectNode json, Element element, JsonNode value) {
        if (element.repeats()) {
            json.withArray("/" + element.name()).add(value);
        } else {
            json.set(element.name(), value);
        }
    }

    private Optional<JsonNode> value(Element element) throws XMLStreamException {
        var complex = table.type(element.type());
        if (complex.isPresent()) {
            var json = JsonNodeFactory.instance.objectNode();
            members(json, complex.get());
            return Optional.of(json);
        } else if (element.type().equals("Resource")) {
            return Optional.of(resource());
        }
        var text = attribute("value");
        skip();
        return text.map(value -> primitive(element.type(), value));
    }

    private static JsonNode primitive(String type, String text) {
        if (type.equals("boolean")) {
            return BooleanNode.valueOf(text.equals("true"));
        }
        return NUMBERS.contains(type) ? DecimalNode.valueOf(new BigDecimal(text)) : TextNode.valueOf(text);
    }

    private Optional<String> attribute(String name) {
        return Optional.ofNullable(xml.getAttributeValue(null, name));
    }

    /** To the end of the element at which the reader stands. */
    private void skip() throws XMLStreamException {
        for (var depth = 1; depth > 0; ) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {}
            }
        }
    }
}
