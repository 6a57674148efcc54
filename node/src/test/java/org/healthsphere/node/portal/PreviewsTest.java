package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.release.Difference;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.web.me.ConsentTerms;
import org.healthsphere.node.web.me.Preview;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.node.web.view.Sensitivity;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;

class PreviewsTest {
    private static final StoredResource PERSON = resource("Patient/p");
    private static final StoredResource CONDITION = resource("Condition/c");
    private static final StoredResource HIV = resource("Condition/h", "HIV", "R");
    private static final StoredResource RESULT = resource("Observation/o");
    private static final StoredResource NOT_SHOWN = resource("Basic/b");
    private static final List<StoredResource> WHOLE = List.of(PERSON, CONDITION, HIV, RESULT, NOT_SHOWN);

    @Test
    void counts_by_heading_in_order_without_empty_ones() {
        var difference = new Difference(WHOLE, List.of(PERSON, RESULT), List.of(PERSON, CONDITION, HIV));
        assertThat(Previews.of(difference, Set.of()))
                .isEqualTo(new Preview(
                        List.of(
                                new Preview.Row(Category.PERSON, 1, 1),
                                new Preview.Row(Category.CONDITIONS, 0, 2),
                                new Preview.Row(Category.RESULTS, 1, 0)),
                        Set.of()));
    }

    @Test
    void only_what_is_there_is_named_as_kept_back() {
        var difference = new Difference(WHOLE, List.of(), List.of());
        assertThat(Previews.of(difference, Set.of(Sensitivity.HIV, Sensitivity.GENETICS)))
                .isEqualTo(new Preview(List.of(), Set.of(Sensitivity.HIV)));
        assertThat(Previews.of(new Difference(List.of(), List.of(), List.of()), Set.of(Sensitivity.HIV))
                        .hides())
                .isEmpty();
    }

    @Test
    void what_terms_keep_back() {
        var except = Set.of(Sensitivity.HIV, Sensitivity.VIOLENCE);
        assertThat(Previews.keptBack(new ConsentTerms.Treatment(except, Optional.empty())))
                .isEqualTo(except);
        assertThat(Previews.keptBack(new ConsentTerms.Research(Optional.empty())))
                .isEmpty();
        assertThat(Previews.keptBack(new ConsentTerms.Other(Optional.empty()))).isEmpty();
    }

    private static StoredResource resource(String reference, String... labels) {
        var parts = reference.split("/", 2);
        var security = String.join(
                ",", Arrays.stream(labels).map("{\"code\":\"%s\"}"::formatted).toList());
        return new StoredResource(
                new ResourceId(parts[0], parts[1]),
                1,
                1,
                Instant.EPOCH,
                Optional.of("p"),
                false,
                Bytes.utf8("{\"meta\":{\"security\":[" + security + "]}}"));
    }
}
