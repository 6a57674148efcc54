package org.healthsphere.node.research;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.consent.transparency.InclusionProof;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * That somebody is in a {@link ConsentRoll}, or is not; whoever has the root, which every release carries, can check it.
 *
 * @param size of the roll
 * @param tree root of its tree
 * @param places the entry, or those beside which it would stand
 */
public record RollProof(long size, Sha256 tree, List<Place> places) {
    public RollProof {
        places = List.copyOf(places);
    }

    /**
     * One patient.
     *
     * @param name what stands for him in this study, see {@link RollNames}
     * @param terms digest of what is hidden of his record
     */
    public record Entry(Sha256 name, Sha256 terms) {
        Bytes leaf() {
            return Bytes.of((name.hex() + terms.hex()).getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** An entry and the hashes beside its way to the root. */
    record Place(long index, Entry entry, List<Sha256> path) {
        Place {
            path = List.copyOf(path);
        }

        boolean isIn(long size, Sha256 tree) {
            return new InclusionProof(index, size, path).holds(entry.leaf(), tree);
        }

        boolean isBefore(Sha256 name) {
            return entry.name().hex().compareTo(name.hex()) < 0;
        }
    }

    /** What stands for a roll; it binds how many there are as well. */
    static Sha256 root(long size, Sha256 tree) {
        return Sha256.of("consents|" + size + "|" + tree);
    }

    /** Whether he is in it; nothing when this proves neither. */
    public Optional<Boolean> shows(Sha256 root, Sha256 name) {
        if (!root(size, tree).equals(root) || !places.stream().allMatch(place -> place.isIn(size, tree))) {
            return Optional.empty();
        }
        if (places.size() == 1 && places.getFirst().entry().name().equals(name)) {
            return Optional.of(true);
        }
        return isGap(name) ? Optional.of(false) : Optional.empty();
    }

    private boolean isGap(Sha256 name) {
        return switch (places.size()) {
            case 0 -> size == 0;
            case 1 ->
                places.getFirst().isBefore(name)
                        ? isLast(places.getFirst())
                        : isAfter(places.getFirst(), name) && places.getFirst().index() == 0;
            case 2 ->
                places.getFirst().isBefore(name)
                        && isAfter(places.getLast(), name)
                        && places.getLast().index() == places.getFirst().index() + 1;
            default -> false;
        };
    }

    private boolean isLast(Place place) {
        return place.index() == size - 1;
    }

    private static boolean isAfter(Place place, Sha256 name) {
        return name.hex().compareTo(place.entry().name().hex()) < 0;
    }

    public ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode().put("size", size).put("tree", tree.hex());
        var array = json.putArray("places");
        for (var place : places) {
            var one = array.addObject()
                    .put("index", place.index())
                    .put("name", place.entry().name().hex())
                    .put("terms", place.entry().terms().hex());
            var path = one.putArray("path");
            place.path().forEach(hash -> path.add(hash.hex()));
        }
        return json;
    }

    /** As {@link #json} writes it; nothing when it is none. */
    public static Optional<RollProof> read(JsonNode json) {
        try {
            List<Place> places = new ArrayList<>();
            for (var one : json.path("places")) {
                var entry = new Entry(hash(one.path("name")), hash(one.path("terms")));
                var path = one.path("path").valueStream().map(RollProof::hash).toList();
                places.add(new Place(one.path("index").asLong(-1), entry, path));
            }
            return Optional.of(new RollProof(json.path("size").asLong(-1), hash(json.path("tree")), places));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Sha256 hash(JsonNode json) {
        return new Sha256(json.asText());
    }
}
