package org.healthsphere.node.ingest.mapping;

import java.util.List;

/** A place in a source message: a segment, a field or a part of it, an XML element, an attribute. */
public interface Field {
    /** Everything the path leads to from here, in order. What has no value is left out. */
    List<Field> at(String path);

    /** What stands here, unescaped; empty when there is nothing but parts. */
    String text();

    /** Whether the sender asks to delete what is there: HL7 v2's two double quotes. */
    default boolean deletes() {
        return false;
    }

    /** The first text the path leads to; empty when there is none, or when it is to be deleted. */
    default String text(String path) {
        for (var field : at(path)) {
            if (!field.deletes()) {
                return field.text();
            }
        }
        return "";
    }

    default boolean valued(String path) {
        for (var field : at(path)) {
            if (!field.deletes()) {
                return true;
            }
        }
        return false;
    }
}
