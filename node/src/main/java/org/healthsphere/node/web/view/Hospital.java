package org.healthsphere.node.web.view;

/** A member of the network, under the name that people know. */
public record Hospital(String id, String name) implements Party {
    @Override
    public Hospital at() {
        return this;
    }
}
