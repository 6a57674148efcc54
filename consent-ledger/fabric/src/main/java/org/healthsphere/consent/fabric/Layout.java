package org.healthsphere.consent.fabric;

import java.nio.file.Path;
import org.healthsphere.specs.NodeId;

/** Where each organization lies in a network's folder. */
final class Layout {
    private Layout() {}

    static Organization ordering(Path folder) {
        return new Organization(Sites.ORDERING, folder.resolve(Sites.ORDERING));
    }

    static Organization hospital(Path folder, NodeId name) {
        return new Organization(name.value(), folder.resolve("hospitals").resolve(name.value()));
    }
}
