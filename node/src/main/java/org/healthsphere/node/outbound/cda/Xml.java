package org.healthsphere.node.outbound.cda;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.StringWriter;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.healthsphere.specs.Bytes;

/** Writes XML, element by element. */
final class Xml {
    private static final String HL7 = "urn:hl7-org:v3";
    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    private final XMLStreamWriter out;

    private Xml(XMLStreamWriter out) {
        this.out = out;
    }

    /** A CDA document; the content is written into its root. */
    static Bytes document(String root, Consumer<Xml> content) {
        var text = new StringWriter();
        try {
            var out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            var xml = new Xml(out);
            out.writeStartDocument("UTF-8", "1.0");
            out.writeStartElement(root);
            out.writeDefaultNamespace(HL7);
            out.writeNamespace("xsi", XSI);
            content.accept(xml);
            out.writeEndElement();
            out.writeEndDocument();
            out.flush();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing to memory", e);
        }
        return Bytes.utf8(text.toString());
    }

    /** An element with attributes, name and value in turn; an empty value is left out. */
    @CanIgnoreReturnValue
    Xml element(String name, Consumer<Xml> content, String... attributes) {
        try {
            out.writeStartElement(name);
            for (var i = 0; i < attributes.length; i += 2) {
                attribute(attributes[i], attributes[i + 1]);
            }
            content.accept(this);
            out.writeEndElement();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing to memory", e);
        }
        return this;
    }

    private void attribute(String name, String value) throws XMLStreamException {
        if (value.isEmpty()) {
            return;
        }
        if (name.equals("xsi:type")) {
            out.writeAttribute("xsi", XSI, "type", value);
        } else {
            out.writeAttribute(name, value);
        }
    }

    /** An element without content. */
    @CanIgnoreReturnValue
    Xml empty(String name, String... attributes) {
        return element(name, _ -> {}, attributes);
    }

    /** An element with a text; left out when the text is empty. */
    @CanIgnoreReturnValue
    Xml text(String name, String text, String... attributes) {
        return text.isEmpty() ? this : element(name, x -> x.write(text), attributes);
    }

    private void write(String text) {
        try {
            out.writeCharacters(text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing to memory", e);
        }
    }
}
