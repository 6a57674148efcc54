package org.healthsphere.compose.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthsphere.specs.Bytes;

/**
 * A result of a laboratory.
 *
 * @param number of the order at the laboratory, given once
 * @param patient his record number
 * @param values each given once in all orders
 */
public record Order(String number, String patient, List<Integer> values) {
    private static final int PATIENTS = 5;
    private static final int MOST_VALUES = 4;

    public Order {
        values = List.copyOf(values);
    }

    /** What one laboratory has to send, in order; the same seed, the same orders. */
    public static List<Order> of(int laboratory, int count, long seed) {
        var random = new Random(seed * 31 + laboratory);
        List<Order> orders = new ArrayList<>();
        for (var i = 0; i < count; i++) {
            var first = laboratory * 1_000_000 + i * MOST_VALUES;
            orders.add(new Order(
                    "L" + laboratory + "-" + i,
                    "N" + random.nextInt(PATIENTS),
                    IntStream.rangeClosed(first, first + random.nextInt(MOST_VALUES))
                            .boxed()
                            .toList()));
        }
        return orders;
    }

    /** As ORU^R01. */
    Bytes message() {
        var results = IntStream.range(0, values.size())
                .mapToObj(i -> "OBX|%d|NM|GLU^Glucose^NFLAB|%d|%d|mg/dL|||||F\r".formatted(i + 1, i + 1, values.get(i)))
                .collect(Collectors.joining());
        return Bytes.utf8(("MSH|^~\\&|LAB|NORTHFIELD|HS|NORTH|20240102030405||ORU^R01|%s|P|2.5.1\r"
                                + "PID|1||%s^^^NORTHFIELD^MR||Example^%s\r"
                                + "OBR|1||%s^LAB|PANEL^Panel^NFLAB|||20240102080000|||||||||||||||20240102090000||LAB|F\r")
                        .formatted(number, patient, patient, number)
                + results);
    }
}
