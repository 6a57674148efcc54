package org.healthsphere.node.links;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.links.SharedLink.Lock;
import org.healthsphere.node.links.SharedLink.Use;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * The links of this hospital's patients and what lies behind them, sealed; erased with the patient.
 *
 * <p>The name by which a link is opened is kept as a digest only: whoever reads the store opens nothing by it.
 */
final class LinkBook {
    private static final String LINKS = "shared-link";
    private static final String NAMES = "shared-link-name";
    private static final String DOCUMENTS = "shared-link-document";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ResourceStore store;
    private final SecretBox box;
    private final SecureRandom random;

    LinkBook(ResourceStore store, SecretBox box, SecureRandom random) {
        this.store = store;
        this.box = box;
        this.random = random;
    }

    /** @param name by which it is opened */
    void add(SharedLink link, String name, Bytes document) {
        put(DOCUMENTS, link, document);
        put(link);
        store.putMark(new Mark(NAMES, Sha256.of(name).hex(), Bytes.utf8(link.id())).about(link.patient()));
    }

    void put(SharedLink link) {
        put(LINKS, link, Bytes.utf8(written(link)));
    }

    private void put(String space, SharedLink link, Bytes content) {
        var closed = box.seal(content, context(space, link.id()), random);
        store.putMark(new Mark(space, link.id(), closed).about(link.patient()));
    }

    private static Bytes context(String space, String id) {
        return Bytes.utf8(space + "/" + id);
    }

    Optional<SharedLink> find(String id) {
        return store.mark(LINKS, id).map(closed -> read(id, opened(LINKS, id, closed)));
    }

    Optional<SharedLink> named(String name) {
        return store.mark(NAMES, Sha256.of(name).hex()).flatMap(id -> find(id.utf8()));
    }

    /** What is behind it; nothing once it is over. */
    Optional<Bytes> document(String id) {
        return store.mark(DOCUMENTS, id).map(closed -> opened(DOCUMENTS, id, closed));
    }

    void removeDocument(String id) {
        store.removeMark(DOCUMENTS, id);
    }

    /** Newest first. */
    List<SharedLink> of(String patient) {
        return all().stream()
                .filter(link -> link.patient().equals(patient))
                .sorted(Comparator.comparing(SharedLink::made).reversed())
                .toList();
    }

    List<SharedLink> all() {
        try (var marks = store.marks(LINKS)) {
            return marks.map(mark -> read(mark.key(), opened(LINKS, mark.key(), mark.value())))
                    .toList();
        }
    }

    private Bytes opened(String space, String id, Bytes closed) {
        return box.open(closed, context(space, id)).orElseThrow();
    }

    private static String written(SharedLink link) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("patient", link.patient())
                .put("label", link.label())
                .put("made", link.made().toString())
                .put("until", link.until().toString())
                .put("key", link.key().base64url());
        link.ended().ifPresent(at -> json.put("ended", at.toString()));
        link.lock().ifPresent(lock -> json.putObject("lock")
                .put("code", lock.code().base64url())
                .put("wrong", lock.wrong()));
        var uses = json.putArray("uses");
        link.uses().forEach(use -> uses.addObject()
                .put("at", use.at().toString())
                .put("recipient", use.recipient()));
        return json.toString();
    }

    private static SharedLink read(String id, Bytes written) {
        try {
            var json = JSON.readTree(written.utf8());
            return new SharedLink(
                    id,
                    json.path("patient").asText(),
                    json.path("label").asText(),
                    instant(json.path("made")),
                    instant(json.path("until")),
                    Bytes.base64url(json.path("key").asText()),
                    Optional.of(json.path("lock"))
                            .filter(JsonNode::isObject)
                            .map(lock -> new Lock(
                                    Bytes.base64url(lock.path("code").asText()),
                                    lock.path("wrong").asInt())),
                    Optional.of(json.path("ended")).filter(JsonNode::isTextual).map(LinkBook::instant),
                    json.path("uses")
                            .valueStream()
                            .map(use -> new Use(
                                    instant(use.path("at")), use.path("recipient").asText()))
                            .toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was sealed here is read here", e);
        }
    }

    private static Instant instant(JsonNode text) {
        return Instant.parse(text.asText());
    }
}
