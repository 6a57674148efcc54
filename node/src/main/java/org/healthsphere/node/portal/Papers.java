package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.healthsphere.federation.merge.MergedItem;
import org.healthsphere.federation.merge.MergedRecord;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.web.view.Download;
import org.healthsphere.node.web.view.Paper;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Documents as the record names them. Their bytes come along in the record, or lie behind a Binary at the hospital that has them:
 * of this hospital that is read through the gate, of another it is not there.
 */
final class Papers {
    private static final String BINARY = "Binary/";
    private static final int MOST_SUFFIX = 5;

    private Papers() {}

    static List<Paper> of(MergedItem item, Hospitals hospitals) {
        if (!item.type().equals("DocumentReference")) {
            return List.of();
        }
        var source = item.sources().getFirst();
        var hospital = hospitals.of(source.member());
        var contents = item.resource().path("content");
        return IntStream.range(0, contents.size())
                .mapToObj(index -> {
                    var attachment = contents.path(index).path("attachment");
                    var local = hospital.equals(hospitals.self()) && isBinary(attachment);
                    return new Paper(
                            hospital,
                            source.id(),
                            index,
                            attachment.path("contentType").asText(),
                            attachment.has("data") || local);
                })
                .toList();
    }

    private static boolean isBinary(JsonNode attachment) {
        return attachment.path("url").asText().startsWith(BINARY);
    }

    /** The bytes of a document that the record names. */
    static Outcome<Download> open(MergedRecord record, Paper paper, Access access, ReleaseGate gate) {
        return attachment(record, paper)
                .map(attachment -> content(attachment, paper, access, gate))
                .orElseGet(Papers::missing)
                .map(content -> new Download(name(paper), type(paper), content));
    }

    private static Outcome<Bytes> content(JsonNode attachment, Paper paper, Access access, ReleaseGate gate) {
        if (attachment.has("data")) {
            return decoded(attachment.path("data").asText());
        }
        return paper.here() && isBinary(attachment)
                ? binary(attachment.path("url").asText(), access, gate)
                : missing();
    }

    private static Optional<JsonNode> attachment(MergedRecord record, Paper paper) {
        return record.items().stream()
                .filter(item -> item.type().equals("DocumentReference"))
                .filter(item -> item.sources().getFirst().id().equals(paper.document())
                        && item.sources()
                                .getFirst()
                                .member()
                                .value()
                                .equals(paper.hospital().id()))
                .map(item ->
                        item.resource().path("content").path(paper.index()).path("attachment"))
                .filter(JsonNode::isObject)
                .findFirst();
    }

    private static Outcome<Bytes> binary(String url, Access access, ReleaseGate gate) {
        var id = url.substring(BINARY.length()).split("/", 2)[0];
        return gate.read(access, new ResourceId("Binary", id))
                .then(binary -> decoded(Documents.tree(binary).path("data").asText()));
    }

    private static Outcome<Bytes> decoded(String data) {
        try {
            return Outcome.of(Bytes.of(Base64.getMimeDecoder().decode(data)));
        } catch (IllegalArgumentException _) {
            return Outcome.failed(new Fault.Invalid("the document is not base64"));
        }
    }

    private static <T> Outcome<T> missing() {
        return Outcome.failed(new Fault.NotFound("the document"));
    }

    /** What the browser opens it with; a page of somebody else's is not opened as one of ours, it is only ever saved. */
    private static String type(Paper paper) {
        return paper.mediaType().matches("[a-z]+/[a-z0-9.+-]{1,80}") ? paper.mediaType() : "application/octet-stream";
    }

    private static String name(Paper paper) {
        var subtype = type(paper).replaceAll(".*[/+.]", "");
        return "document." + (subtype.length() <= MOST_SUFFIX ? subtype : "bin");
    }
}
