package org.healthsphere.node.research;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.healthsphere.consent.transparency.MerkleLog;
import org.healthsphere.node.research.RollProof.Entry;
import org.healthsphere.node.research.RollProof.Place;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * Who permitted a study to use his record when it was frozen, and what of it was hidden: a Merkle tree (RFC 9162) of entries in the order of
 * their names, so that it can be shown of everybody that he is in it, or that he is not. Others know its root only.
 */
public final class ConsentRoll {
    private static final int HASH_BYTES = 32;

    private final List<Entry> entries;
    private final MerkleLog tree = new MerkleLog();

    private ConsentRoll(List<Entry> sorted) {
        this.entries = sorted;
        sorted.forEach(entry -> tree.append(entry.leaf()));
    }

    public static ConsentRoll of(Collection<Entry> entries) {
        return new ConsentRoll(entries.stream()
                .sorted(Comparator.comparing(entry -> entry.name().hex()))
                .toList());
    }

    /** A roll that was kept as {@link #bytes}. */
    static ConsentRoll read(Bytes kept) {
        List<Entry> entries = new ArrayList<>();
        for (var at = 0; at < kept.length(); at += 2 * HASH_BYTES) {
            entries.add(new Entry(hash(kept, at), hash(kept, at + HASH_BYTES)));
        }
        return new ConsentRoll(entries);
    }

    private static Sha256 hash(Bytes bytes, int at) {
        return new Sha256(HexFormat.of().formatHex(Arrays.copyOfRange(bytes.array(), at, at + HASH_BYTES)));
    }

    Bytes bytes() {
        var bytes = new ByteArrayOutputStream(2 * HASH_BYTES * entries.size());
        entries.forEach(entry -> {
            bytes.writeBytes(entry.name().bytes());
            bytes.writeBytes(entry.terms().bytes());
        });
        return Bytes.of(bytes.toByteArray());
    }

    /** What a release says of it; it binds how many there are as well. */
    public Sha256 root() {
        return RollProof.root(entries.size(), tree.root());
    }

    /** Shows whether somebody is in it: his entry, or the two between which it would be. */
    public RollProof proof(Sha256 name) {
        var next = (int) entries.stream()
                .filter(entry -> entry.name().hex().compareTo(name.hex()) < 0)
                .count();
        var isIn = next < entries.size() && entries.get(next).name().equals(name);
        List<Place> places = new ArrayList<>();
        if (!isIn && next > 0) {
            places.add(place(next - 1));
        }
        if (next < entries.size()) {
            places.add(place(next));
        }
        return new RollProof(entries.size(), tree.root(), places);
    }

    private Place place(int index) {
        var entry = entries.get(index);
        return new Place(index, entry, tree.inclusion(index, entries.size()).path());
    }
}
