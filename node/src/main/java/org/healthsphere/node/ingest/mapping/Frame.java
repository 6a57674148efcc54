package org.healthsphere.node.ingest.mapping;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.healthsphere.node.ingest.Source;

/**
 * What a mapping needs to know besides the place it is at.
 *
 * @param references asked for by name, and only when a rule refers to it
 * @param remark hears of what is left out: where and why, never the value
 */
public record Frame(Source source, References references, Consumer<String> remark) {
    /** With all that can be referred to by name, relative: {@code patient} is one {@code Patient/id}. */
    public Frame(Source source, Map<String, List<String>> references, Consumer<String> remark) {
        this(source, name -> references.getOrDefault(name, List.of()), remark);
    }

    /** Other resources of the message. */
    @FunctionalInterface
    public interface References {
        /** Those that a name means from here; none when there are none. */
        List<String> to(String name);
    }
}
