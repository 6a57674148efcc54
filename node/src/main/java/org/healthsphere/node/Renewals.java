package org.healthsphere.node;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who has to hear of it when this member has new certificates, and what comes with them. */
final class Renewals {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    void onRenewal(Runnable listener) {
        listeners.add(listener);
    }

    void happened() {
        listeners.forEach(Runnable::run);
    }
}
