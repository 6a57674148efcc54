package org.healthsphere.node.fhir.structure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Which types of resources each reference of FHIR R4 may lead to, as its published definitions say. */
final class ReferenceTargets {
    private static final String DEFINITIONS = "/org/hl7/fhir/r4/model/profile/";
    private static final String TYPE = "http://hl7.org/fhir/StructureDefinition/";

    private final Map<String, Set<String>> byPath = new TreeMap<>();

    private ReferenceTargets() {}

    static ReferenceTargets r4() {
        var targets = new ReferenceTargets();
        targets.read("profiles-resources.xml");
        targets.read("profiles-types.xml");
        return targets;
    }

    /** Joined by commas; empty when any may be. */
    String of(String path) {
        var targets = byPath.getOrDefault(path, Set.of());
        return targets.contains("Resource") ? "" : String.join(",", targets);
    }

    private void read(String name) {
        try (var in = Objects.requireNonNull(ReferenceTargets.class.getResourceAsStream(DEFINITIONS + name), name)) {
            var xml = XMLInputFactory.newDefaultFactory().createXMLStreamReader(in);
            var path = "";
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamReader.START_ELEMENT) {
                    path = noted(xml, path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** The path of the element definition that is being read. */
    private String noted(XMLStreamReader xml, String path) {
        switch (xml.getLocalName()) {
            case "element" -> {
                return Objects.requireNonNullElse(xml.getAttributeValue(null, "id"), "");
            }
            case "targetProfile" -> {
                var profile = xml.getAttributeValue(null, "value");
                if (profile.startsWith(TYPE)) {
                    byPath.computeIfAbsent(path, _ -> new TreeSet<>()).add(profile.substring(TYPE.length()));
                }
            }
            default -> {}
        }
        return path;
    }
}
