package org.healthsphere.node.smart;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.access.Shelf;
import org.healthsphere.node.access.ShelvedJson;
import org.healthsphere.node.smart.App.Proof;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.jspecify.annotations.Nullable;

/** The apps as JSON, replaced as a whole and readable by the node's own user only. */
final class AppFile {
    private static final ShelvedJson<Document> JSON = new ShelvedJson<>(Document.class);

    private final Shelf shelf;

    AppFile(Shelf shelf) {
        this.shelf = shelf;
    }

    private record Document(@JsonProperty(required = true) List<Line> apps) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Line(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) Shape proof,
            @Nullable String value,
            @JsonProperty(required = true) List<String> redirects,
            @Nullable String launch,
            @JsonProperty(required = true) Set<String> scopes,
            @Nullable String voucher,
            boolean introspects) {}

    private enum Shape {
        NOTHING,
        SECRET,
        KEYS,
        KEYS_AT,
        CERTIFICATE
    }

    /** By which it is known that the file is another one than before: it is replaced as a whole. */
    String stamp() {
        return shelf.stamp();
    }

    Outcome<List<App>> read() {
        return read(shelf.read().orElse(Bytes.NONE));
    }

    /** The apps of such a file; none where it is empty. */
    static Outcome<List<App>> read(Bytes json) {
        if (json.isEmpty()) {
            return Outcome.of(List.of());
        }
        try {
            Outcome<List<App>> read = Outcome.of(new ArrayList<>());
            for (var line : JSON.read(json).apps()) {
                read = read.then(done -> App.checked(app(line)).map(app -> {
                    done.add(app);
                    return done;
                }));
            }
            return read;
        } catch (IOException | IllegalArgumentException _) {
            return Outcome.failed(new Fault.Invalid("the file of apps cannot be read; restore it from a backup"));
        }
    }

    void write(List<App> apps) {
        shelf.write(JSON.write(new Document(apps.stream().map(AppFile::line).toList())));
    }

    private static App app(Line line) {
        return new App(
                line.id,
                line.name,
                proof(line.proof, Optional.ofNullable(line.value).orElse("")),
                line.redirects,
                Optional.ofNullable(line.launch),
                line.scopes,
                Optional.ofNullable(line.voucher).map(NodeId::new),
                line.introspects);
    }

    private static Proof proof(Shape shape, String value) {
        return switch (shape) {
            case NOTHING -> new Proof.Nothing();
            case SECRET -> new Proof.Secret(new Sha256(value));
            case KEYS -> new Proof.Keys(value);
            case KEYS_AT -> new Proof.KeysAt(value);
            case CERTIFICATE -> new Proof.Certificate(value);
        };
    }

    private static Line line(App app) {
        return new Line(
                app.id(),
                app.name(),
                shape(app.proof()),
                value(app.proof()),
                app.redirects(),
                app.launch().orElse(null),
                app.scopes(),
                app.voucher().map(NodeId::value).orElse(null),
                app.introspects());
    }

    private static Shape shape(Proof proof) {
        return switch (proof) {
            case Proof.Nothing _ -> Shape.NOTHING;
            case Proof.Secret _ -> Shape.SECRET;
            case Proof.Keys _ -> Shape.KEYS;
            case Proof.KeysAt _ -> Shape.KEYS_AT;
            case Proof.Certificate _ -> Shape.CERTIFICATE;
        };
    }

    private static @Nullable String value(Proof proof) {
        return switch (proof) {
            case Proof.Nothing _ -> null;
            case Proof.Secret(var digest) -> digest.hex();
            case Proof.Keys(var jwks) -> jwks;
            case Proof.KeysAt(var url) -> url;
            case Proof.Certificate(var uri) -> uri;
        };
    }
}
