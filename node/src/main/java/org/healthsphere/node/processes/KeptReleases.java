package org.healthsphere.node.processes;

import java.util.Optional;
import org.healthsphere.federation.research.Releases;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * Releases of a node that may be one process or several, and may have been the other: those of one are files, those of several are in
 * the store, where whichever leads has them.
 *
 * @param shared whether there are several
 */
public record KeptReleases(ResourceStore store, String space, Releases files, boolean shared) implements Releases {
    @Override
    public Optional<Bytes> find(Sha256 key) {
        return files.find(key).or(() -> store.mark(space, key.hex()));
    }

    @Override
    public void keep(Sha256 key, Bytes certificate) {
        if (shared) {
            store.putMark(new Mark(space, key.hex(), certificate));
        } else {
            files.keep(key, certificate);
        }
    }
}
