package org.healthsphere.node;

import java.util.HashSet;
import java.util.Set;
import org.healthsphere.node.ingest.Seal;
import org.healthsphere.node.store.ignite.IgniteResourceStore;
import org.healthsphere.node.store.keys.KeyRing;
import org.healthsphere.specs.Bytes;

/** Each message that waits is sealed under a key of its own, which ends when a patient is erased and it waits no more. */
record KeptSeal(KeyRing keys, IgniteResourceStore store, KeptDayKeys days) implements Seal {
    @Override
    public Bytes seal(Bytes plain, String context) {
        return Bytes.of(keys.seal(
                keys.forMessage(context), plain.array(), Bytes.utf8(context).array()));
    }

    @Override
    public Bytes open(Bytes sealed, String context) {
        return Bytes.of(keys.open(
                        keys.ofMessage(context).orElseThrow(),
                        sealed.array(),
                        Bytes.utf8(context).array())
                .orElseThrow());
    }

    @Override
    public void forgetAllBut(Set<String> contexts) {
        var kept = new HashSet<>(contexts);
        kept.addAll(days.names());
        store.destroy(keys.messagesBut(kept));
    }
}
