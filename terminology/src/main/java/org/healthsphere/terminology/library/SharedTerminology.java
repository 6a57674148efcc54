package org.healthsphere.terminology.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.Txi;

/**
 * What members of a network need to mean the same by every code: the list of what one of them answers from, and its compiled files by
 * their digests.
 *
 * <p>A file is only handed on when its licence says that it may be. What is taken in is what its digest names, or nothing.
 */
public final class SharedTerminology {
    /** Beginnings of licences under which anybody may hand on what he has. */
    private static final List<String> FREE =
            List.of("CC0", "CC-BY", "CC BY", "Apache", "MIT", "Unicode", "HL7 FHIR R4 and HL7 Terminology: CC0");

    private final LiveTerminology held;
    private final LoadedTerminology loaded;
    private final KeptLocks locks;

    public SharedTerminology(LiveTerminology held, LoadedTerminology loaded) {
        this.held = held;
        this.loaded = loaded;
        this.locks = new KeptLocks(loaded.folder().resolveSibling("locks"));
    }

    /** What is answered from now. */
    public TerminologyLock lock() {
        return TerminologyLock.of(held.get().files());
    }

    /** Keeps a lock, to be found by its digest later and by others. */
    public void keep(TerminologyLock lock) {
        locks.keep(lock);
    }

    /** A lock that was kept. */
    public Optional<TerminologyLock> kept(Sha256 digest) {
        return locks.find(digest);
    }

    /**
     * Terminology of exactly the files of a lock, whatever has been loaded since: what was asked under it has the same answer again.
     *
     * @return {@link Fault.VersionMismatch}, which names each file that is missing, when it cannot be answered by that lock here
     */
    public Outcome<CompiledTerminology> by(TerminologyLock lock) {
        Map<Sha256, Txi> files = new HashMap<>();
        held.get().files().forEach(file -> files.put(file.sha256(), file));
        var missing = lock.lines().stream()
                .filter(line -> !files.containsKey(line.sha256()))
                .map(line -> line.id() + " as " + line.sha256() + other(line))
                .toList();
        return missing.isEmpty()
                ? CompiledTerminology.of(lock.lines().stream()
                        .map(line -> Objects.requireNonNull(files.get(line.sha256())))
                        .toList())
                : Outcome.failed(new Fault.VersionMismatch("terminology: " + String.join("; ", missing)));
    }

    /** What is here in its place, for a reader. */
    private String other(TerminologyLock.Line line) {
        return held.get().files().stream()
                .filter(file -> file.id().equals(line.id()) && file.kind().name().equals(line.kind()))
                .findFirst()
                .map(file -> ", which is " + file.sha256() + " here")
                .orElse(", which is not here");
    }

    /** The compiled file of the digest, for another member. */
    public Outcome<Bytes> give(Sha256 digest) {
        var file = find(digest);
        if (file.isEmpty()) {
            return Outcome.failed(new Fault.NotFound("terminology file " + digest));
        }
        var licence = file.orElseThrow().licence();
        return FREE.stream().anyMatch(licence::startsWith)
                ? Outcome.of(Bytes.of(file.orElseThrow().copy()))
                : Outcome.failed(new Fault.Forbidden(
                        "the licence of " + file.orElseThrow().id() + " does not let it be handed on"));
    }

    /** Whether the file of the digest is there. */
    public boolean has(Sha256 digest) {
        return find(digest).isPresent();
    }

    private Optional<Txi> find(Sha256 digest) {
        return held.get().files().stream()
                .filter(file -> file.sha256().equals(digest))
                .findFirst();
    }

    /**
     * Takes in a file that a member gave.
     *
     * @param from the member's name, for the list of what is loaded
     */
    public Outcome<LoadedEntry> take(Sha256 digest, Bytes bytes, String from) {
        if (!Sha256.of(bytes.array()).equals(digest)) {
            return Outcome.failed(new Fault.Invalid("what " + from + " gave is not the file " + digest));
        }
        try {
            return loaded.take(bytes, from);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
