package org.healthsphere.node.ingest;

import java.util.Map;
import java.util.TreeMap;

/**
 * How much of what a source sends is understood.
 *
 * @param codes by code system; the empty system: codes without one
 * @param leftOut how often something inside of a message was left out
 * @param repeated deliveries of what was stored before, since the node started
 */
public record Coverage(IngestReport messages, Map<String, Codes> codes, long leftOut, long repeated) {
    static final Coverage NONE = new Coverage(IngestReport.NONE, Map.of(), 0, 0);

    public Coverage {
        codes = Map.copyOf(codes);
    }

    Coverage plus(Coverage other) {
        var sum = new TreeMap<>(codes);
        other.codes.forEach((system, c) -> sum.merge(system, c, Codes::plus));
        return new Coverage(messages.plus(other.messages), sum, leftOut + other.leftOut, repeated + other.repeated);
    }

    /**
     * Codes of one system.
     *
     * @param translated that a map knows
     * @param untranslated that no map knows, although the system is to be translated
     * @param standard of a system that needs no translation
     */
    public record Codes(long translated, long untranslated, long standard) {
        static final Codes TRANSLATED = new Codes(1, 0, 0);
        static final Codes UNTRANSLATED = new Codes(0, 1, 0);
        static final Codes STANDARD = new Codes(0, 0, 1);

        Codes plus(Codes other) {
            return new Codes(
                    translated + other.translated, untranslated + other.untranslated, standard + other.standard);
        }
    }
}
