package org.healthsphere.node.research;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.federation.linkage.PersonText;
import org.healthsphere.federation.research.tokens.Identities;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;

/** Who patients are, by the Patient resources of this hospital. */
public final class StoredIdentities implements Identities {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ResourceStore store;

    public StoredIdentities(ResourceStore store) {
        this.store = store;
    }

    @Override
    public Optional<String> of(String patient) {
        return store.get(new ResourceId("Patient", patient))
                .filter(resource -> !resource.deleted())
                .flatMap(resource -> PersonText.of(Demographics.of(tree(resource))));
    }

    private static JsonNode tree(StoredResource resource) {
        try {
            return JSON.readTree(resource.json().array());
        } catch (IOException e) {
            throw new IllegalStateException("the store holds JSON, but " + resource + " is none", e);
        }
    }
}
