package org.healthsphere.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Random;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00.123456Z");

    private static String stamped(String json) {
        return Stamp.on(Bytes.utf8(json), new ResourceId("Basic", "b1"), 2, TIME)
                .utf8();
    }

    @Test
    void a_resource_without_anything_gets_type_id_and_meta() {
        assertThat(stamped(" { } "))
                .isEqualTo("{\"resourceType\":\"Basic\",\"id\":\"b1\",\"meta\":{\"versionId\":\"2\","
                        + "\"lastUpdated\":\"2026-03-01T12:00:00.123Z\"}}");
    }

    @Test
    void stamping_twice_is_stamping_once() {
        var once =
                stamped("{\"language\":\"de\",\"meta\":{\"tag\":[{\"code\":\"a\"}],\"versionId\":\"9\"},\"id\":\"x\"}");
        assertThat(stamped(once)).isEqualTo(once);
    }

    @Test
    void a_member_of_that_name_deeper_down_is_left_alone() {
        assertThat(stamped("{\"contained\":[{\"id\":\"c\",\"meta\":{\"versionId\":\"1\"}}]}"))
                .endsWith(",\"contained\":[{\"id\":\"c\",\"meta\":{\"versionId\":\"1\"}}]}");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_the_document_it_says_the_same_as_before_but_for_what_the_server_says(long seed) throws Exception {
        var random = new Random(seed);
        for (var i = 0; i < 100; i++) {
            var document = object(random, 3);
            var meta = document.withObject("/meta");
            var pretty = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
            document.put("resourceType", "Basic").put("id", "b1");
            meta.put("versionId", "2").put("lastUpdated", "2026-03-01T12:00:00.123Z");
            var result = Stamp.on(Bytes.of(pretty), new ResourceId("Basic", "b1"), 2, TIME);
            assertThat(JSON.readTree(result.array())).isEqualTo(document);
        }
    }

    private static ObjectNode object(Random random, int depth) {
        var object = JsonNodeFactory.instance.objectNode();
        for (var n = random.nextInt(5); n > 0; n--) {
            var name = random.nextBoolean() ? "n" + n : text(random);
            switch (random.nextInt(depth > 0 ? 6 : 4)) {
                case 0 -> object.put(name, text(random));
                case 1 -> object.put(name, random.nextInt());
                case 2 -> object.put(name, random.nextBoolean());
                case 3 -> object.putNull(name);
                case 4 -> object.set(name, object(random, depth - 1));
                default -> object.putArray(name).add(text(random)).add(object(random, depth - 1));
            }
        }
        return object;
    }

    private static String text(Random random) {
        var alphabet = "ab\"\\{}[],: \n\tÄ😀/";
        var text = new StringBuilder();
        for (var n = random.nextInt(12); n > 0; n--) {
            text.appendCodePoint(alphabet.codePointAt(
                    alphabet.offsetByCodePoints(0, random.nextInt(alphabet.codePointCount(0, alphabet.length())))));
        }
        return text.toString();
    }
}
