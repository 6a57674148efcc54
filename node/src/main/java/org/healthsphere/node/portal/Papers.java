package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.healthsphere.federation.exchange.RecordFilter;
import org.healthsphere.federation.merge.MergedItem;
import org.healthsphere.node.care.NetworkRecords;
import org.healthsphere.node.care.NetworkRecords.Part;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.web.view.Download;
import org.healthsphere.node.web.view.Paper;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Documents as the record names them. Their bytes come along in the record, or lie behind a Binary at the hospital that has them. Of this
 * hospital that is read through the gate; another is asked for it alone, as for a record: its gate judges, and both sides' logs have it.
 */
final class Papers {
    private static final String REFERENCE = "DocumentReference";
    private static final String BINARY = "Binary";
    private static final int MOST_SUFFIX = 5;

    private final NetworkRecords records;
    private final ReleaseGate gate;
    private final Hospitals hospitals;

    Papers(NetworkRecords records, ReleaseGate gate, Hospitals hospitals) {
        this.records = records;
        this.gate = gate;
        this.hospitals = hospitals;
    }

    static List<Paper> of(MergedItem item, Hospitals hospitals) {
        if (!item.type().equals(REFERENCE)) {
            return List.of();
        }
        var source = item.sources().getFirst();
        var contents = item.resource().path("content");
        return IntStream.range(0, contents.size())
                .mapToObj(index -> {
                    var attachment = contents.path(index).path("attachment");
                    return new Paper(
                            hospitals.of(source.member()),
                            source.id(),
                            index,
                            attachment.path("contentType").asText(),
                            attachment.has("data") || binary(attachment).isPresent());
                })
                .toList();
    }

    /** The Binary of the same hospital that has the bytes; what lies anywhere else is not fetched. */
    private static Optional<ResourceId> binary(JsonNode attachment) {
        var parts = attachment.path("url").asText().split("/", -1);
        return parts.length >= 2 && parts[0].equals(BINARY) && ResourceId.isId(parts[1])
                ? Optional.of(new ResourceId(BINARY, parts[1]))
                : Optional.empty();
    }

    /** The bytes of a document of a patient's record, asked for anew: what is no longer released is no longer there. */
    Outcome<Download> open(Access access, String patient, Paper paper) {
        return at(access, patient, paper, new ResourceId(REFERENCE, paper.document()))
                .map(reference -> reference.path("content").path(paper.index()).path("attachment"))
                .then(attachment -> content(access, patient, paper, attachment))
                .map(content -> new Download(name(paper), type(paper), content));
    }

    private Outcome<Bytes> content(Access access, String patient, Paper paper, JsonNode attachment) {
        if (attachment.has("data")) {
            return decoded(attachment);
        }
        return binary(attachment)
                .map(id -> paper.hospital().equals(hospitals.self())
                        ? gate.read(access, id).map(Documents::tree)
                        : at(access, patient, paper, id))
                .orElseGet(Papers::missing)
                .then(Papers::decoded);
    }

    /** A resource at the hospital that has the paper, which alone is asked. */
    private Outcome<JsonNode> at(Access access, String patient, Paper paper, ResourceId id) {
        var part = new Part(
                RecordFilter.only(Set.of(id.toString())),
                member -> member.value().equals(paper.hospital().id()));
        return records.open(access, patient, Optional.empty(), part).then(record -> {
            if (record.answers().answers().isEmpty() || !record.answers().isComplete()) {
                return Outcome.failed(new Fault.Unavailable("the hospital that has this document"));
            }
            return record.items(id.type()).stream()
                    .filter(item -> item.sources().getFirst().id().equals(id.id()))
                    .findFirst()
                    .map(item -> Outcome.<JsonNode>of(item.resource()))
                    .orElseGet(Papers::missing);
        });
    }

    private static Outcome<Bytes> decoded(JsonNode holder) {
        var data = holder.path("data").asText();
        try {
            return data.isEmpty()
                    ? missing()
                    : Outcome.of(Bytes.of(Base64.getMimeDecoder().decode(data)));
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
