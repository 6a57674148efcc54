package org.healthsphere.node.ingest.mapping;

import java.util.Map;
import java.util.function.Predicate;

/**
 * What mapping files for one kind of source may say.
 *
 * @param path whether a text is a path into such a source
 * @param converters by the name under which a rule asks for them
 */
public record Language(Predicate<String> path, Map<String, Converter> converters) {
    public Language {
        converters = Map.copyOf(converters);
    }
}
