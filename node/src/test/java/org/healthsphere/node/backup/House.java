package org.healthsphere.node.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.network.NetworkAuthority;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Write.Put;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.ignite.IgniteResourceStore;
import org.healthsphere.node.store.ignite.IgniteSettings;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.node.store.keys.KeyRing;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;

/** A node's folder with everything that a backup is made of, and what opens and closes it. */
final class House implements AutoCloseable {
    static final NodeId ID = new NodeId("north");
    private static final SecureRandom RANDOM = new SecureRandom();

    final Path data;
    final Optional<Path> keysCopy;
    final MemberIdentity identity;
    final AtomicLong now = new AtomicLong(Instant.parse("2026-03-01T12:00:00Z").toEpochMilli());
    KeyRing keys;
    IgniteResourceStore store;
    LuceneResourceIndex index;

    House(Path folder, Optional<Path> keysCopy) {
        this.data = folder.resolve("data");
        this.keysCopy = keysCopy;
        var authority = NetworkAuthority.open(folder.resolve("authority"), Instant::now, RANDOM);
        var applicant = Applicant.create(ID, "North", List.of("localhost"), RANDOM);
        this.identity = authority
                .admit(applicant, new NodeFolder(data), Passphrase.generate(RANDOM))
                .orElseThrow();
        open();
    }

    void open() {
        keys = KeyRing.open(
                new KeyRing.Places(data.resolve("keys").resolve("records.keys"), keysCopy),
                identity.secretBox("record-keys"),
                RANDOM,
                this::now);
        store = IgniteResourceStore.open(IgniteSettings.of(data.resolve("store"), "house"), keys, this::now);
        index = LuceneResourceIndex.open(store, SearchParameters.r4(), data.resolve("index"));
    }

    private Instant now() {
        return Instant.ofEpochMilli(now.incrementAndGet());
    }

    Backups backups() {
        return new Backups(new Backups.Self(ID, data), identity, store, keys, this::now, RANDOM);
    }

    Restore restore() {
        return new Restore(new Restore.Where(data, keysCopy), identity, this::now, RANDOM);
    }

    /** A patient with a finding, and a mark about them. */
    void admit(String patient, String family) {
        var _ = store.commit(new Commit(
                        List.of(
                                put(
                                        "Patient/" + patient,
                                        patient,
                                        "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"" + family + "\"}]}"),
                                put(
                                        "Condition/of-" + patient,
                                        patient,
                                        "{\"resourceType\":\"Condition\",\"subject\":" + "{\"reference\":\"Patient/"
                                                + patient + "\"}}")),
                        List.of()))
                .orElseThrow();
        store.putMark(new Commit.Mark("seen", patient, Bytes.utf8(family)).about(patient));
    }

    private static Put put(String name, String patient, String json) {
        var parts = name.split("/", -1);
        return new Put(
                new ResourceId(parts[0], parts[1]), OptionalLong.empty(), Optional.of(patient), Bytes.utf8(json));
    }

    void file(String name, String content) {
        try {
            var file = data.resolve(name);
            Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(data));
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<StoredResource> everything() {
        try (var changes = store.changesAfter(0)) {
            return changes.toList();
        }
    }

    @Override
    public void close() {
        shut();
    }

    /** Stops it; it can be opened again. */
    void shut() {
        index.close();
        store.close();
    }
}
