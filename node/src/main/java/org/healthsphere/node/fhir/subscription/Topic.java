package org.healthsphere.node.fhir.subscription;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be subscribed to: changes of one type of resource. In FHIR R5 it would be a SubscriptionTopic; here it is known by its
 * canonical URL. It can be filtered by the search parameters of its type.
 */
record Topic(String type, Trigger trigger) {
    private static final String BASE = "https://healthsphere.org/fhir/SubscriptionTopic/";

    /** Which changes count. */
    enum Trigger {
        CREATE,
        UPDATE,
        DELETE,
        /** Any of them. */
        CHANGE;

        boolean covers(Trigger kind) {
            return this == CHANGE || this == kind;
        }

        private String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Optional<Trigger> of(String code) {
            return Arrays.stream(values()).filter(t -> t.code().equals(code)).findFirst();
        }
    }

    String url() {
        return BASE + type + '-' + trigger.code();
    }

    /** The topic of a canonical URL, if it has the form of one; whether there is that type is for others to say. */
    static Optional<Topic> of(String url) {
        var dash = url.lastIndexOf('-');
        return url.startsWith(BASE) && dash > BASE.length()
                ? Trigger.of(url.substring(dash + 1)).map(t -> new Topic(url.substring(BASE.length(), dash), t))
                : Optional.empty();
    }
}
