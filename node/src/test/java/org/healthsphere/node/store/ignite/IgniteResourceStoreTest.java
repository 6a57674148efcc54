package org.healthsphere.node.store.ignite;

import java.nio.file.Path;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.ResourceStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IgniteResourceStoreTest implements ResourceStoreContract {
    private IgniteResourceStore store;

    @BeforeAll
    void open(@TempDir Path directory) {
        store = IgniteResourceStore.open(IgniteSettings.of(directory, "contract"), Keys.in(directory), () -> NOW);
    }

    @AfterAll
    void close() {
        store.close();
    }

    @Override
    public ResourceStore store() {
        return store;
    }
}
