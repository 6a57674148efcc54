package org.healthsphere.terminology.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the tabular list of ICD-10-CM, element by element. Chapters become {@code CH1} …, sections keep their range; a section of
 * one category is told apart from the category by {@code _B}. Both are groups, not codes to record.
 */
final class Icd10CmTabular {
    private static final Set<String> NOTES =
            Set.of("excludes1", "excludes2", "includes", "codeFirst", "useAdditionalCode", "codeAlso");
    private static final Set<String> NODES = Set.of("chapter", "section", "diag");
    private static final String RANGE = "-";

    private final Release release;
    private final Map<String, ConceptDraft> concepts;
    private final Deque<ConceptDraft> open = new ArrayDeque<>();
    private final Deque<String> path = new ArrayDeque<>();
    private long read;

    Icd10CmTabular(Release release, Map<String, ConceptDraft> concepts) {
        this.release = release;
        this.concepts = concepts;
    }

    void read(String file) {
        try (var in = release.archive().open(file)) {
            read(factory().createXMLStreamReader(in), file);
        } catch (XMLStreamException e) {
            var place = e.getLocation();
            var at = place == null
                    ? file
                    : file + " row " + place.getLineNumber() + " column " + place.getColumnNumber();
            release.findings().add(at, "is not well-formed XML");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        release.progress().at(file, read);
    }

    /** Nothing outside the document is read. */
    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    private void read(XMLStreamReader xml, String file) throws XMLStreamException {
        var text = new StringBuilder();
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    text.setLength(0);
                    start(xml);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    end(xml, text.toString().strip(), file);
                    text.setLength(0);
                }
                default -> {
                    // comments and the like
                }
            }
        }
    }

    private void start(XMLStreamReader xml) {
        var element = xml.getLocalName();
        path.push(element);
        if (element.equals("section")) {
            var id = xml.getAttributeValue(null, "id");
            enter(section(id == null ? "" : id));
            open.element().group();
        }
    }

    /** The code of a section; that of one category would be the category's. */
    private static String section(String id) {
        return id.contains(RANGE) ? id : id + "_B";
    }

    private void enter(String code) {
        var concept = concepts.computeIfAbsent(code, ConceptDraft::new);
        if (!open.isEmpty()) {
            concept.below(open.element().code());
        }
        open.push(concept);
        read++;
    }

    private void end(XMLStreamReader xml, String text, String file) {
        var element = path.pop();
        var parent = path.isEmpty() ? "" : path.element();
        switch (element) {
            case "name" -> name(parent, text, xml, file);
            case "desc" -> {
                if (NODES.contains(parent) && !open.isEmpty()) {
                    open.element().display(text);
                }
            }
            case "note" -> note(parent, text);
            default -> {
                if (NODES.contains(element) && !open.isEmpty()) {
                    var _ = open.pop();
                }
            }
        }
    }

    private void name(String parent, String text, XMLStreamReader xml, String file) {
        if (text.isEmpty()) {
            release.findings()
                    .add(file + " row " + xml.getLocation().getLineNumber(), "names a " + parent + " without a code");
        } else if (parent.equals("chapter")) {
            enter("CH" + text);
            open.element().group();
        } else if (parent.equals("diag")) {
            enter(text);
        }
    }

    private void note(String kind, String text) {
        if (open.isEmpty()) {
            return;
        }
        if (kind.equals("inclusionTerm")) {
            open.element().name("en", Icd10Cm.SYSTEM + "|inclusion", text);
        } else if (NOTES.contains(kind)) {
            open.element().value(kind, text);
        }
    }
}
