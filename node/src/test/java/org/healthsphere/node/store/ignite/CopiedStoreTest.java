package org.healthsphere.node.store.ignite;

import java.nio.file.Path;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.ResourceStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The head of three copies owes what every store owes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CopiedStoreTest implements ResourceStoreContract {
    private Copies copies;

    @BeforeAll
    void open(@TempDir Path directory) {
        copies = new Copies(directory, "copied", Copies.PATIENT);
    }

    @AfterAll
    void close() {
        copies.close();
    }

    @Override
    public ResourceStore store() {
        return copies.of(copies.head()).store();
    }
}
