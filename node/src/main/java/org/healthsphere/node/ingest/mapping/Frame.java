package org.healthsphere.node.ingest.mapping;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.healthsphere.node.ingest.Source;

/**
 * What a mapping needs to know besides the place it is at.
 *
 * @param references by name, relative: {@code patient} is one {@code Patient/id}
 * @param remark hears of what is left out: where and why, never the value
 */
public record Frame(Source source, Map<String, List<String>> references, Consumer<String> remark) {
    public Frame {
        references = Map.copyOf(references);
    }
}
