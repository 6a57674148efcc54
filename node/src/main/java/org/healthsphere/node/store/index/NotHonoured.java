package org.healthsphere.node.store.index;

import java.io.Serial;

/** A SearchParameter that cannot be searched by here: the element that is why, and what would be right. */
final class NotHonoured extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String element;
    private final String remedy;

    NotHonoured(String element, String remedy) {
        super(element + ": " + remedy);
        this.element = element;
        this.remedy = remedy;
    }

    String element() {
        return element;
    }

    String remedy() {
        return remedy;
    }
}
