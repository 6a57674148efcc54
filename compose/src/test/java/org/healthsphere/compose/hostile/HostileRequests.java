package org.healthsphere.compose.hostile;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes hostile requests from a seed: every kind in turn, each time a little different. */
final class HostileRequests {
    /** One kind of request, made from chance. */
    private interface Kind extends Function<Random, Hostile> {}

    private static final List<Kind> KINDS = Stream.of(
                    HostileBodies.kinds(), HostileQueries.kinds(), HostilePatches.kinds(), HostileLines.kinds())
            .flatMap(List::stream)
            .<Kind>map(kind -> kind::apply)
            .toList();

    private HostileRequests() {}

    static Stream<Hostile> of(long seed, int count) {
        var random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> KINDS.get(i % KINDS.size()).apply(random));
    }

    static String digits(Random random, int length) {
        var text = new StringBuilder(length).append((char) ('1' + random.nextInt(9)));
        while (text.length() < length) {
            text.append((char) ('0' + random.nextInt(10)));
        }
        return text.toString();
    }

    static int between(Random random, int least, int most) {
        return least + random.nextInt(most - least);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
