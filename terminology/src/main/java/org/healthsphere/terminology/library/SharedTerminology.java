package org.healthsphere.terminology.library;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
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
            List.of("CC0", "CC-BY", "CC BY", "Apache-2.0", "MIT", "Unicode", "HL7 FHIR R4 and HL7 Terminology: CC0");

    private final LiveTerminology held;
    private final LoadedTerminology loaded;

    public SharedTerminology(LiveTerminology held, LoadedTerminology loaded) {
        this.held = held;
        this.loaded = loaded;
    }

    /** The list of everything that is answered from, sorted: two members with equal locks mean the same by every code. */
    public Bytes lock() {
        var json = JsonNodeFactory.instance.objectNode();
        var list = json.putArray("files");
        held.get()
                .files()
                .forEach(file -> list.addObject()
                        .put("kind", file.kind().name())
                        .put("url", file.id().url())
                        .put("version", file.id().version())
                        .put("sha256", file.sha256().hex()));
        return Bytes.of(CanonicalJson.of(json));
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
