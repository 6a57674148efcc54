package org.healthsphere.node.ingest.cda;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.jspecify.annotations.Nullable;

/** Reads documents of strangers: no DOCTYPE, no entities, no more and no deeper than a document may be. */
final class CdaParser {
    static final int MOST_BYTES = 64 * 1024 * 1024;
    private static final int MOST_ELEMENTS = 1_000_000;
    private static final int DEEPEST = 90;
    private static final String HL7 = "urn:hl7-org:v3";
    private static final String SDTC = "urn:hl7-org:sdtc";
    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    private final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();

    CdaParser() {
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    }

    /** The ClinicalDocument, or why it is none. */
    Outcome<CdaElement> parse(Bytes raw) {
        if (raw.length() > MOST_BYTES) {
            return refused("document is larger than " + MOST_BYTES + " bytes");
        }
        try {
            var reader = factory.createXMLStreamReader(new ByteArrayInputStream(raw.array()));
            return new Reading().document(reader);
        } catch (XMLStreamException e) {
            // Its text may quote the document.
            var at = e.getLocation();
            return refused("not well-formed XML" + (at == null ? "" : ", line " + at.getLineNumber()));
        }
    }

    private static Outcome<CdaElement> refused(String what) {
        return Outcome.failed(new Fault.Invalid(what));
    }

    /** One document on its way. */
    private static final class Reading {
        private @Nullable CdaElement root;
        private @Nullable CdaElement open;
        private int depth;
        private int elements;
        private int foreign;

        Outcome<CdaElement> document(XMLStreamReader reader) throws XMLStreamException {
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.DTD -> {
                        return refused("a document type declaration (DOCTYPE) is not allowed");
                    }
                    case XMLStreamConstants.ENTITY_REFERENCE -> {
                        return refused("an entity that XML does not define");
                    }
                    case XMLStreamConstants.START_ELEMENT -> start(reader);
                    case XMLStreamConstants.END_ELEMENT -> end();
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text(reader.getText());
                    default -> {}
                }
                if (depth > DEEPEST || elements > MOST_ELEMENTS) {
                    return refused("document is nested too deeply or has too many elements");
                }
            }
            return root != null && root.name().equals("ClinicalDocument")
                    ? Outcome.of(root)
                    : refused("root element is not ClinicalDocument of " + HL7);
        }

        private void start(XMLStreamReader reader) {
            depth++;
            elements++;
            var space = String.valueOf(reader.getNamespaceURI());
            if (foreign > 0 || !(space.equals(HL7) || space.equals(SDTC))) {
                foreign++;
                return;
            }
            var name = (space.equals(SDTC) ? "sdtc:" : "") + reader.getLocalName();
            var element = new CdaElement(name, open, attributes(reader));
            if (open == null) {
                root = element;
            } else {
                open.add(element);
            }
            open = element;
        }

        private void end() {
            depth--;
            if (foreign > 0) {
                foreign--;
            } else if (open != null) {
                open = open.parent().orElse(null);
            }
        }

        private void text(String text) {
            if (foreign == 0 && open != null) {
                open.add(text);
            }
        }

        private static Map<String, String> attributes(XMLStreamReader reader) {
            var attributes = new HashMap<String, String>();
            for (var i = 0; i < reader.getAttributeCount(); i++) {
                var type = XSI.equals(reader.getAttributeNamespace(i));
                var value = reader.getAttributeValue(i);
                attributes.put(
                        type ? "xsiType" : reader.getAttributeLocalName(i),
                        type ? value.substring(value.indexOf(':') + 1) : value.strip());
            }
            return attributes;
        }
    }
}
