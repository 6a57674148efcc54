package org.healthsphere.terminology.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.content.ContentReader;
import org.healthsphere.terminology.content.ValueSet;

/**
 * Lays resources that come with a request over what is held, compiled like everything else.
 *
 * <p>The same resource comes with request after request, so what it was compiled to is kept, by its digest, for a while. Nobody
 * sees it who does not send it.
 */
public final class Overlays {
    private static final int KEPT = 512;
    private static final int LARGEST_KEPT = 1 << 22;

    private final CompiledTerminology held;
    private final Map<Sha256, Opened> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sha256, Opened> eldest) {
            return size() > KEPT;
        }
    };

    public Overlays(CompiledTerminology held) {
        this.held = held;
    }

    /** What is held below these resources, or what is wrong with one of them. */
    public Outcome<Catalog> over(List<JsonNode> resources) {
        if (resources.isEmpty()) {
            return Outcome.of(held.catalog());
        }
        List<Opened> opened = new ArrayList<>();
        for (var resource : resources) {
            switch (open(resource)) {
                case Outcome.Success<Opened>(var one) -> opened.add(one);
                case Outcome.Failure<Opened>(var fault) -> {
                    return Outcome.failed(fault);
                }
            }
        }
        return Outcome.of(held.catalog().with(Shelf.overlay(opened)));
    }

    private Outcome<Opened> open(JsonNode resource) {
        var canonical = CanonicalJson.of(resource);
        var digest = Sha256.of(canonical);
        synchronized (kept) {
            var known = kept.get(digest);
            if (known != null) {
                return Outcome.of(known);
            }
        }
        return ContentReader.overlay(resource).then(Overlays::compile).map(opened -> {
            if (canonical.length <= LARGEST_KEPT) {
                synchronized (kept) {
                    kept.put(digest, opened);
                }
            }
            return opened;
        });
    }

    private static Outcome<Opened> compile(Content content) {
        if (content instanceof ValueSet valueSet) {
            return Outcome.of(new Opened.Values(valueSet));
        }
        return Compiler.compileRequested(content).map(bytes -> {
            var file = Txi.of(ByteBuffer.wrap(bytes));
            return file.kind() == Txi.Kind.CODE_SYSTEM
                    ? new Opened.Codes(new CodeSystemIndex(file))
                    : new Opened.Mapped(new ConceptMapIndex(file));
        });
    }
}
