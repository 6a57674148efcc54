package org.healthsphere.terminology.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBytesTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static String text(Random random) {
        var text = new StringBuilder();
        for (var i = random.nextInt(12); i > 0; i--) {
            switch (random.nextInt(8)) {
                case 0 -> text.append("\"\\/\b\f\n\r\t".charAt(random.nextInt(8)));
                case 1 -> text.append((char) random.nextInt(0x20));
                case 2 -> text.appendCodePoint(0x1F600 + random.nextInt(60));
                case 3 -> text.append((char) (0x7F + random.nextInt(0x2000)));
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_text_is_written_as_by_the_tree_whether_it_is_text_or_lies_in_a_file(long seed)
            throws JsonProcessingException {
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++) {
            var text = text(random);
            var before = random.nextInt(5);
            var utf8 = text.getBytes(StandardCharsets.UTF_8);
            var file = ByteBuffer.allocateDirect(before + utf8.length + 3).put(before, utf8);
            var expected = new String(JSON.writeValueAsBytes(text), StandardCharsets.UTF_8);
            assertThat(new JsonBytes(1).text(text).taken().utf8()).isEqualTo(expected);
            assertThat(new JsonBytes(1).raw(':').text(file, before, utf8.length).raw(',').taken().utf8())
                    .isEqualTo(":" + expected + ",");
        }
    }

    @Test
    void a_list_ends_after_its_last_element_and_an_empty_one_at_once() {
        assertThat(new JsonBytes(2).raw('[').number(12).raw(',').endOfList().taken().utf8())
                .isEqualTo("[12]");
        assertThat(new JsonBytes(2).raw('[').endOfList().taken().utf8()).isEqualTo("[]");
    }
}
