package org.healthsphere.terminology.index;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.ConceptMap;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.content.NamingSystem;
import org.healthsphere.terminology.content.ValueSet;

/**
 * Compiles content into the bytes of a {@code .txi} file.
 *
 * <p>A pure function: equal content in whatever order gives equal bytes, on every machine, so that two members can agree on
 * what a code means by comparing one SHA-256.
 */
public final class Compiler {
    /** Raised whenever the same content would give other bytes. */
    public static final int FORMAT = 2;

    /** Enough for SNOMED CT many times over, and few enough for a file. */
    private static final long MOST_ANCESTORS = 200_000_000;

    /** Enough for what people send along with a request. */
    private static final long MOST_ANCESTORS_OF_REQUEST = 5_000_000;

    private Compiler() {}

    /** The bytes, or why the content cannot be compiled: a cycle, a code that is there twice. */
    public static Outcome<byte[]> compile(Content content) {
        return compile(content, MOST_ANCESTORS);
    }

    /** The same for what came with a request: what is small to send and large to work out is refused. */
    static Outcome<byte[]> compileRequested(Content content) {
        return compile(content, MOST_ANCESTORS_OF_REQUEST);
    }

    private static Outcome<byte[]> compile(Content content, long mostAncestors) {
        return switch (content) {
            case CodeSystem system -> CodeSystemCompiler.compile(system, mostAncestors);
            case ValueSet valueSet -> Outcome.of(ValueSetCompiler.compile(valueSet));
            case ConceptMap map -> Outcome.of(ConceptMapCompiler.compile(map));
            case NamingSystem names -> Outcome.of(NamingSystemCompiler.compile(names));
        };
    }

    static ObjectNode header(Txi.Kind kind, Content content) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("format", FORMAT)
                .put("kind", kind.name())
                .put("url", content.id().url())
                .put("version", content.id().version())
                .put("title", content.title())
                .put("source", content.origin().sha256().hex())
                .put("licence", content.origin().licence());
    }
}
