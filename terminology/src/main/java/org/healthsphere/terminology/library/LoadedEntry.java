package org.healthsphere.terminology.library;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.index.Txi;

/**
 * Something that was loaded.
 *
 * @param file digest of the compiled file
 * @param source the name of the release it was read from
 * @param sourceDigest of everything in the release
 */
public record LoadedEntry(
        Txi.Kind kind, Canonical id, String title, String licence, Sha256 file, String source, Sha256 sourceDigest) {

    static LoadedEntry of(Txi file, String source, Sha256 sourceDigest) {
        return new LoadedEntry(
                file.kind(), file.id(), file.title(), file.licence(), file.sha256(), source, sourceDigest);
    }

    void writeTo(ObjectNode into) {
        into.put("kind", kind.name())
                .put("url", id.url())
                .put("version", id.version())
                .put("title", title)
                .put("licence", licence)
                .put("file", file.hex())
                .put("source", source)
                .put("sourceDigest", sourceDigest.hex());
    }

    static LoadedEntry of(JsonNode json) {
        return new LoadedEntry(
                Txi.Kind.valueOf(json.path("kind").asText()),
                new Canonical(json.path("url").asText(), json.path("version").asText()),
                json.path("title").asText(),
                json.path("licence").asText(),
                new Sha256(json.path("file").asText()),
                json.path("source").asText(),
                new Sha256(json.path("sourceDigest").asText()));
    }
}
