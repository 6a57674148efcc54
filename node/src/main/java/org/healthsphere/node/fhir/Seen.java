package org.healthsphere.node.fhir;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.healthsphere.node.fhir.structure.Element;
import org.healthsphere.node.fhir.structure.ElementTable.Shape;

/** Which elements of one object have come. */
final class Seen {
    private final BitSet values;
    private final BitSet shadows;
    private final Map<String, String> choices = new HashMap<>(2);

    Seen(Shape type) {
        this.values = new BitSet(type.elements().size());
        this.shadows = new BitSet(type.elements().size());
    }

    /** Notes an element; false when it has come before, or another of its choice has. */
    boolean isFirst(Element element, boolean shadow) {
        var bits = shadow ? shadows : values;
        var first = !bits.get(element.index());
        bits.set(element.index());
        if (element.choice().isEmpty()) {
            return first;
        }
        var chosen = choices.putIfAbsent(element.choice(), element.name());
        return first && (chosen == null || chosen.equals(element.name()));
    }

    boolean has(Element element) {
        return values.get(element.index()) || shadows.get(element.index());
    }

    boolean nothing() {
        return values.isEmpty() && shadows.isEmpty();
    }
}
