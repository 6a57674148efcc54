package org.healthsphere.node.store.memory;

import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.ResourceStoreContract;

class InMemoryResourceStoreTest implements ResourceStoreContract {
    private final ResourceStore store = new InMemoryResourceStore(() -> NOW);

    @Override
    public ResourceStore store() {
        return store;
    }
}
