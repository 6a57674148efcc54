package org.healthsphere.node.ingest;

import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Sha256;

/**
 * Which message a sender meant: the same one again has the same id.
 *
 * <p>The content is part of it: a control id that is used again for something else is another message, and must not be lost.
 *
 * @param kind of the feed, for instance {@code v2}
 * @param source name of the source
 * @param facility that sent, as the message says
 * @param id control id of a v2 message, id of a document, digest of a bundle
 * @param content digest of what it says, without what a second delivery changes on the envelope
 */
public record MessageId(String kind, String source, String facility, String id, Sha256 content) {
    /** The kind of what patients bring themselves. */
    public static final String BROUGHT = "upload";

    /** The key of its mark: a digest, since a control id may be anything. */
    public String key() {
        return Ids.digest("message", kind, source, facility, id, content.hex());
    }

    /** The id of a resource that exists because of this message and has no identity of its own. */
    public ResourceId resource(String type, String which) {
        return Ids.of(type, key(), which);
    }

    @Override
    public String toString() {
        return kind + "/" + source + "/" + key();
    }
}
