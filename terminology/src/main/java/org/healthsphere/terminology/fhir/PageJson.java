package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Bytes;
import org.healthsphere.terminology.fhir.ConceptSets.Place;
import org.healthsphere.terminology.index.SystemView;

/**
 * Writes pages of codes that have nothing to tell but name and status, straight to bytes: the same bytes as by {@link ExpansionHead} and
 * {@link ExpansionJson}.
 */
final class PageJson {
    private static final JsonMapper JSON = new JsonMapper();
    private static final SerializedString SYSTEM = new SerializedString("system");
    private static final SerializedString CODE = new SerializedString("code");
    private static final SerializedString DISPLAY = new SerializedString("display");
    private static final int ROOM = 2_048;

    private final Asked asked;
    private final ExpansionHead head;
    private final Collected used;
    private final byte[] definition;

    PageJson(Scope scope, ExpansionHead head, Collected used) {
        this.asked = scope.asked();
        this.head = head;
        this.used = used;
        var whole = head.definition().toString();
        this.definition = (whole.substring(0, whole.length() - 1) + ",\"expansion\":").getBytes(StandardCharsets.UTF_8);
    }

    /** Whether nothing is asked for, nor known of the systems, that is not written here. */
    boolean isPlain(ConceptSets codes) {
        return asked.properties().isEmpty()
                && !asked.is("includeDesignations")
                && !used.isUnclosed()
                && codes.systems().stream()
                        .allMatch(system -> system.supplements().isEmpty() && !system.hasExtensions());
    }

    Bytes written(LeafedValueSet.Found found, List<Place> page, Wanted wanted) {
        var bytes = new ByteArrayOutputStream(ROOM);
        bytes.writeBytes(definition);
        try (var json = JSON.getFactory().createGenerator(bytes)) {
            expansion(found, page, wanted, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bytes.write('}');
        return Bytes.of(bytes.toByteArray());
    }

    private void expansion(LeafedValueSet.Found found, List<Place> page, Wanted wanted, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("identifier", ExpansionHead.identifier(found.digest()));
        json.writeStringField("timestamp", ExpansionHead.timestamp(wanted));
        json.writeNumberField("total", found.total());
        if (wanted.page().offset().isPresent()) {
            json.writeNumberField("offset", wanted.page().offset().getAsInt());
        }
        var parameters = JsonNodeFactory.instance.arrayNode();
        head.echo(used, found.similar(), wanted, parameters);
        json.writeFieldName("parameter");
        JSON.writeTree(json, parameters);
        if (!page.isEmpty() && contains(page, json)) {
            declareStatus(json);
        }
        json.writeEndObject();
    }

    /** Whether one of them has a status that was told. */
    private boolean contains(List<Place> page, JsonGenerator json) throws IOException {
        var told = false;
        json.writeArrayFieldStart("contains");
        for (var place : page) {
            json.writeStartObject();
            told |= concept(place.system(), place.concept(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        return told;
    }

    private boolean concept(SystemView system, int concept, JsonGenerator json) throws IOException {
        json.writeFieldName(SYSTEM);
        json.writeString(system.id().url());
        if (system.isAbstract(concept)) {
            json.writeBooleanField("abstract", true);
        }
        if (system.isInactive(concept)) {
            json.writeBooleanField("inactive", true);
        }
        json.writeFieldName(CODE);
        json.writeString(system.code(concept));
        var name = name(system, concept);
        if (name.isPresent()) {
            json.writeFieldName(DISPLAY);
            json.writeString(name.orElseThrow());
        }
        var status = system.status(concept);
        var isTold = !status.isEmpty() && !status.equalsIgnoreCase("active");
        if (isTold) {
            status(status, json);
        }
        return isTold;
    }

    private Optional<String> name(SystemView system, int concept) {
        var display = asked.languages().isEmpty() ? system.display(concept) : "";
        return display.isEmpty()
                ? Names.of(system, concept).preferred(asked.languages()).map(Names.Term::value)
                : Optional.of(display);
    }

    private static void status(String status, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("extension");
        json.writeStartObject();
        json.writeStringField("url", ExpansionJson.VALUE);
        json.writeArrayFieldStart("extension");
        part(json, "code", "valueCode", "status");
        part(json, "value", "valueCode", status);
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void declareStatus(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("extension");
        json.writeStartObject();
        json.writeStringField("url", ExpansionJson.PROPERTY);
        json.writeArrayFieldStart("extension");
        part(json, "code", "valueCode", "status");
        part(json, "uri", "valueUri", ExpansionJson.DEFINED + "status");
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void part(JsonGenerator json, String url, String type, String value) throws IOException {
        json.writeStartObject();
        json.writeStringField("url", url);
        json.writeStringField(type, value);
        json.writeEndObject();
    }
}
