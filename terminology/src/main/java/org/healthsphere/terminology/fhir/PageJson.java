package org.healthsphere.terminology.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.healthsphere.specs.Bytes;
import org.healthsphere.terminology.fhir.ConceptSets.Place;
import org.healthsphere.terminology.index.JsonBytes;
import org.healthsphere.terminology.index.SystemView;

/**
 * Writes pages of codes that have nothing to tell but name and status, straight to bytes: the same bytes as by {@link ExpansionHead} and
 * {@link ExpansionJson}.
 */
final class PageJson {
    private static final int ROOM_OF_HEAD = 1_024;
    private static final int ROOM_OF_CODE = 160;
    private static final byte[] CONTAINS = ",\"contains\":[".getBytes(UTF_8);
    private static final byte[] SYSTEM = "{\"system\":".getBytes(UTF_8);
    private static final byte[] ABSTRACT = ",\"abstract\":true".getBytes(UTF_8);
    private static final byte[] INACTIVE = ",\"inactive\":true".getBytes(UTF_8);
    private static final byte[] CODE = ",\"code\":".getBytes(UTF_8);
    private static final byte[] DISPLAY = ",\"display\":".getBytes(UTF_8);
    private static final byte[] STATUS = (",\"extension\":[{\"url\":\"" + ExpansionJson.VALUE
                    + "\",\"extension\":[{\"url\":\"code\",\"valueCode\":\"status\"},{\"url\":\"value\",\"valueCode\":")
            .getBytes(UTF_8);
    private static final byte[] END_OF_STATUS = "}]}]".getBytes(UTF_8);
    private static final byte[] DECLARED = (",\"extension\":[{\"url\":\"" + ExpansionJson.PROPERTY
                    + "\",\"extension\":[{\"url\":\"code\",\"valueCode\":\"status\"},{\"url\":\"uri\",\"valueUri\":\""
                    + ExpansionJson.DEFINED + "status\"}]}]")
            .getBytes(UTF_8);

    private final Asked asked;
    private final boolean inOwnLanguage;

    PageJson(Asked asked) {
        this.asked = asked;
        this.inOwnLanguage = asked.languages().isEmpty();
    }

    /** Whether nothing is asked for, nor known of the systems, that is not written here. */
    boolean isPlain(ConceptSets codes, Collected used) {
        return asked.properties().isEmpty()
                && !asked.is("includeDesignations")
                && !used.isUnclosed()
                && codes.systems().stream()
                        .allMatch(system -> system.supplements().isEmpty() && !system.hasExtensions());
    }

    Bytes written(ExpansionFrame frame, List<Place> page, Wanted wanted) {
        var json = new JsonBytes(ROOM_OF_HEAD + ROOM_OF_CODE * page.size());
        frame.open(wanted, json);
        if (!page.isEmpty() && contains(page, json)) {
            json.raw(DECLARED);
        }
        return json.raw('}').raw('}').taken();
    }

    /** Whether one of them has a status that was told. */
    private boolean contains(List<Place> page, JsonBytes json) {
        var told = false;
        json.raw(CONTAINS);
        for (var place : page) {
            if (!inOwnLanguage || !place.system().isWritten(place.concept(), json)) {
                told |= concept(place.system(), place.concept(), json);
            }
            json.raw(',');
        }
        json.endOfList();
        return told;
    }

    private boolean concept(SystemView system, int concept, JsonBytes json) {
        json.raw(SYSTEM).text(system.id().url());
        if (system.isAbstract(concept)) {
            json.raw(ABSTRACT);
        }
        if (system.isInactive(concept)) {
            json.raw(INACTIVE);
        }
        json.raw(CODE).text(system.code(concept));
        Names.of(system, concept)
                .preferred(asked.languages())
                .ifPresent(name -> json.raw(DISPLAY).text(name.value()));
        var status = system.status(concept);
        var isTold = !status.isEmpty() && !status.equalsIgnoreCase("active");
        if (isTold) {
            json.raw(STATUS).text(status).raw(END_OF_STATUS);
        }
        json.raw('}');
        return isTold;
    }
}
