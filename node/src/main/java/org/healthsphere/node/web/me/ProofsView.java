package org.healthsphere.node.web.me;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Papers that a patient may keep and have checked by anybody.
 *
 * @param keys of the members, as a JSON object: what the verifier in the page takes
 */
public record ProofsView(List<Paper> papers, String keys) {
    public ProofsView {
        papers = List.copyOf(papers);
    }

    /**
     * One of them.
     *
     * @param address where it is downloaded
     */
    public record Paper(Kind kind, String address) {}

    /** What it is. */
    public enum Kind {
        /** The consent as it was signed. */
        CONSENT,
        /** That the log has the consent. */
        CONSENT_IN_LOG,
        /** That the log has its end. */
        END_IN_LOG,
        /** What a hospital signed about a look. */
        RECEIPT,
        /** That the log has the receipt. */
        RECEIPT_IN_LOG;

        /** Whether the page itself can check it. */
        public boolean isOfLog() {
            return this != CONSENT && this != RECEIPT;
        }
    }

    static ProofsView of(List<Paper> papers, Map<String, String> keys) {
        var json = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(keys).forEach(json::put);
        return new ProofsView(papers, json.toString());
    }
}
