package org.healthsphere.federation.research.cohort;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import org.healthsphere.federation.research.json.StrictObject;

/** How far a hospital's records are coded, as a member {@code coverage} of what the hospital says. */
public final class CoverageJson {
    private static final String NAME = "coverage";
    private static final int MOST = 1000;
    private static final Pattern SYSTEM = Pattern.compile("[!-~]{1,255}");

    private CoverageJson() {}

    public static void put(ObjectNode json, List<Coverage> coverage) {
        var array = json.putArray(NAME);
        coverage.forEach(one -> array.addObject()
                .put("type", one.type().resourceType())
                .put("system", one.system())
                .put("mapped", one.mapped().code()));
    }

    /** The same where there is something to say; nothing is added otherwise. */
    public static void putAny(ObjectNode json, List<Coverage> coverage) {
        if (!coverage.isEmpty()) {
            put(json, coverage);
        }
    }

    public static List<Coverage> read(StrictObject json) {
        return json.objects(NAME, 0, MOST, CoverageJson::one);
    }

    /** The same where it is there. */
    public static List<Coverage> readAny(StrictObject json) {
        return json.has(NAME) ? json.objects(NAME, 1, MOST, CoverageJson::one) : List.of();
    }

    private static Coverage one(StrictObject json) {
        return new Coverage(
                json.word("type", FactType.byName()),
                json.text("system", SYSTEM),
                json.word("mapped", Coverage.Mapped.byCode()));
    }
}
