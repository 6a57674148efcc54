package org.healthsphere.node.web.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.healthsphere.specs.Sha256;

/** The few files that pages need beside themselves. An address names the version, so that browsers keep it for good. */
final class Assets {
    private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.4/dist/htmx.min.js";
    private static final int TAG_DIGITS = 16;
    private static final int NOT_MODIFIED = 304;

    private final Map<String, Asset> assets = Map.of(
            "healthsphere.css", load("/web/healthsphere.css", "text/css; charset=utf-8"),
            "htmx.js", load(HTMX, "text/javascript; charset=utf-8"),
            "mark.svg", load("/web/mark.svg", "image/svg+xml"),
            "passkeys.mjs", load("/web/passkeys.mjs", "text/javascript; charset=utf-8"),
            // One file, so that one digest in the page vouches for all of what checks proofs there.
            "proof-check.mjs",
                    load("/ledger/ledger-verifier.mjs", "text/javascript; charset=utf-8")
                            .and(load("/web/proof-check.mjs", "text/javascript; charset=utf-8")));

    private record Asset(Buffer content, String mediaType, Sha256 digest) {
        String tag() {
            return digest.hex().substring(0, TAG_DIGITS);
        }

        Asset and(Asset other) {
            var both = content.copy().appendBuffer(other.content());
            return new Asset(both, mediaType, Sha256.of(both.getBytes()));
        }
    }

    String address(String name) {
        return "/assets/" + name + "?v=" + asset(name).tag();
    }

    /** For a page to say which file it means (W3C Subresource Integrity). */
    String integrity(String name) {
        return "sha256-"
                + Base64.getEncoder().encodeToString(asset(name).digest().bytes());
    }

    /** Answers with the file; the next handler says that there is none. */
    void serve(RoutingContext context) {
        var asset = assets.get(context.pathParam("name"));
        if (asset == null) {
            context.next();
            return;
        }
        SecurityHeaders.put(context.request());
        var etag = "\"" + asset.tag() + "\"";
        var current = asset.tag().equals(context.request().getParam("v"));
        var response = context.response()
                .putHeader("ETag", etag)
                .putHeader("Cache-Control", current ? "public, max-age=31536000, immutable" : "no-cache");
        if (etag.equals(context.request().getHeader("If-None-Match"))) {
            response.setStatusCode(NOT_MODIFIED).end();
            return;
        }
        response.putHeader("Content-Type", asset.mediaType()).end(asset.content());
    }

    private Asset asset(String name) {
        return Objects.requireNonNull(assets.get(name), name);
    }

    private static Asset load(String resource, String mediaType) {
        try (var in = Objects.requireNonNull(Assets.class.getResourceAsStream(resource), resource)) {
            var bytes = in.readAllBytes();
            return new Asset(Buffer.buffer(bytes), mediaType, Sha256.of(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
