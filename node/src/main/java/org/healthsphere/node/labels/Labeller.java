package org.healthsphere.node.labels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Draft;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.SensitivityLabels;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Sets the labels of sensitivity on what is written, and anew on what is there when the value sets have changed.
 *
 * <p>Who updates a resource and does not mention its labels does not take them away. A steward may: what he sets stands, by the tag
 * {@value #STEWARD}, and is not set otherwise by the node any more. A label that a value set no longer justifies stays until a steward
 * takes it away: to forget a secret is for people.
 */
public final class Labeller {
    static final String TAGS = "https://healthsphere.org/fhir/CodeSystem/labels";
    static final String STEWARD = "by-steward";
    private static final String SPACE = "labels";
    private static final String DONE = "done";

    private final SensitivityLabels labels;
    private final StoredValueSets valueSets;
    private final ResourceStore store;

    public Labeller(SensitivityLabels labels, StoredValueSets valueSets, ResourceStore store) {
        this.labels = labels;
        this.valueSets = valueSets;
        this.store = store;
        var _ = refresh();
    }

    /** The same writes, with the labels that belong to them. */
    public List<Write> labelled(boolean bySteward, List<Write> writes) {
        List<Draft> drafts = new ArrayList<>();
        Map<ResourceId, Labelled> all = new HashMap<>();
        for (var write : writes) {
            if (write instanceof Write.Put put && put.patient().isPresent()) {
                var tree = Json.tree(put.json());
                all.put(put.id(), new Labelled(tree, tree.path("meta").deepCopy()));
                keep(tree, before(put), bySteward);
                if (!isBySteward(tree)) {
                    drafts.add(Draft.of(put.id(), put.patient(), tree));
                }
            }
        }
        labels.label(drafts, this::labelsOf);
        return writes.stream()
                .map(write -> Optional.ofNullable(all.get(write.id()))
                        .map(one -> one.write(write))
                        .orElse(write))
                .toList();
    }

    /** What is written, and what it said of itself before it was labelled. */
    private record Labelled(ObjectNode tree, JsonNode meta) {
        Write write(Write write) {
            return write instanceof Write.Put put && !tree.path("meta").equals(meta)
                    ? new Write.Put(put.id(), put.expected(), put.patient(), Json.bytes(tree))
                    : write;
        }
    }

    private Optional<StoredResource> before(Write.Put put) {
        return put.expected().equals(OptionalLong.of(0)) ? Optional.empty() : current(put.id());
    }

    private Optional<StoredResource> current(ResourceId id) {
        return store.get(id).filter(resource -> !resource.deleted());
    }

    /** Of a resource that is here already, by its reference. */
    private Set<String> labelsOf(String reference) {
        return ResourceId.parse(reference)
                .flatMap(this::current)
                .map(resource -> security(Json.tree(resource.json()))
                        .filter(coding -> coding.path("system").asText().equals(SensitivityLabels.SYSTEM))
                        .map(coding -> coding.path("code").asText())
                        .filter(SensitivityLabels.codes()::contains)
                        .collect(java.util.stream.Collectors.<String>toSet()))
                .orElseGet(Set::of);
    }

    private static void keep(ObjectNode tree, Optional<StoredResource> there, boolean bySteward) {
        var before = there.map(resource -> Json.tree(resource.json())).orElseGet(Json::object);
        var wasBySteward = isBySteward(before);
        if (bySteward) {
            var edited = wasBySteward || !codings(before).equals(codings(tree));
            mark(tree, edited && there.isPresent());
        } else {
            security(before)
                    .filter(coding -> !codings(tree).contains(coding))
                    .toList()
                    .forEach(coding ->
                            tree.withObject("/meta").withArray("/security").add(coding.deepCopy()));
            mark(tree, wasBySteward);
        }
    }

    private static Stream<JsonNode> security(ObjectNode tree) {
        return tree.at("/meta/security").valueStream();
    }

    private static Set<JsonNode> codings(ObjectNode tree) {
        Set<JsonNode> codings = new HashSet<>();
        security(tree)
                .forEach(coding -> codings.add(Json.object()
                        .put("system", coding.path("system").asText())
                        .put("code", coding.path("code").asText())));
        return codings;
    }

    private static boolean isBySteward(ObjectNode tree) {
        return tree.at("/meta/tag").valueStream().anyMatch(Labeller::isMark);
    }

    private static boolean isMark(JsonNode tag) {
        return tag.path("system").asText().equals(TAGS)
                && tag.path("code").asText().equals(STEWARD);
    }

    /** The mark is set by nobody but here. */
    private static void mark(ObjectNode tree, boolean set) {
        if (isBySteward(tree) == set) {
            return;
        }
        ArrayNode tags = tree.withObject("/meta").withArray("/tag");
        if (set) {
            tags.addObject().put("system", TAGS).put("code", STEWARD);
        } else {
            for (var at = tags.size() - 1; at >= 0; at--) {
                if (isMark(tags.get(at))) {
                    tags.remove(at);
                }
            }
            if (tags.isEmpty()) {
                tree.withObject("/meta").remove("tag");
            }
        }
    }

    /** Whether these changed what is sensitive. */
    public boolean changes(List<StoredResource> written) {
        return written.stream().anyMatch(resource -> resource.id().type().equals("ValueSet")) && refresh();
    }

    /** Reads the value sets anew; whether they hold something else than before. */
    private boolean refresh() {
        return labels.also(valueSets::members);
    }

    /** Whether all records were gone through since the value sets last changed, in this life of the node or before. */
    public boolean isDone() {
        return store.mark(SPACE, DONE)
                .map(Bytes::utf8)
                .equals(Optional.of(labels.digest().hex()));
    }

    /**
     * Goes through all records once and sets what labels are missing; how many resources were changed. When one cannot be written it ends
     * with an exception, and is not done.
     */
    public synchronized int relabel() {
        var digest = labels.digest();
        var changed = relabelled();
        // What refers to what has a label now may come before it.
        for (var more = changed; more > 0; changed += more) {
            more = relabelled();
        }
        store.putMark(new Mark(SPACE, DONE, Bytes.utf8(digest.hex())));
        return changed;
    }

    private int relabelled() {
        var changed = 0;
        try (var all = store.changesAfter(0)) {
            for (var versions = all.iterator(); versions.hasNext(); ) {
                var version = versions.next();
                changed += isCurrent(version) && relabelled(version) ? 1 : 0;
            }
        }
        return changed;
    }

    private boolean isCurrent(StoredResource version) {
        return !version.deleted()
                && version.patient().isPresent()
                && current(version.id())
                        .filter(now -> now.version() == version.version())
                        .isPresent();
    }

    /** Somebody else may have written it meanwhile, and then it has its labels. */
    private boolean relabelled(StoredResource resource) {
        var put =
                new Write.Put(resource.id(), OptionalLong.of(resource.version()), resource.patient(), resource.json());
        var with = labelled(false, List.of(put)).getFirst();
        return !Objects.equals(with, put)
                && switch (store.commit(Commit.of(with))) {
                    case Outcome.Success<List<StoredResource>> _ -> true;
                    case Outcome.Failure<List<StoredResource>>(Fault.VersionMismatch _) -> false;
                    case Outcome.Failure<List<StoredResource>>(var fault) ->
                        throw new IllegalStateException("a resource is without the label that it needs: " + fault);
                };
    }
}
