package org.healthsphere.node.store.index;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.search.Query;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.grammar.CanonicalUnit;

/**
 * Amounts with their units: each is a point of a number and of the name of a unit, so that the two stay together where a resource has
 * several. An amount has a point for each way to name its unit, the last being what it comes to in base units.
 */
final class Measures {
    private static final int HASHED = 6;
    private static final int KNOWN = 2_000;
    private static final Cache<String, Double> HASHES =
            Caffeine.newBuilder().maximumSize(KNOWN).executor(Runnable::run).build();

    private Measures() {}

    /** What is asked: a number with its prefix, of a unit, by a conversion. */
    record Asked(String number, String unit, UnaryOperator<BigDecimal> conversion) {
        /** {@code number|system|code} or {@code number||code}; empty when it names no unit. */
        static Optional<Asked> of(SearchParameter p, String value) {
            var parts = value.split("\\|", -1);
            if (parts.length == 1) {
                return Optional.empty();
            } else if (parts.length != 3) {
                throw new Refused(p.name(), "is no quantity: use number|system|code, or number||unit");
            } else if (parts[1].isEmpty()) {
                return Optional.of(new Asked(parts[0], written(parts[2]), UnaryOperator.identity()));
            }
            var canonical = CanonicalUnit.of(parts[1], parts[2]);
            return Optional.of(
                    canonical.isPresent()
                            ? new Asked(parts[0], base(canonical.get()), canonical.get()::of)
                            : new Asked(parts[0], coded(parts[1], parts[2]), UnaryOperator.identity()));
        }
    }

    static Query query(SearchParameter p, Asked asked) {
        var unit = hash(asked.unit());
        return Values.anyOf(Spans.numbers(p, asked.number(), asked.conversion()).stream()
                .map(span -> DoublePoint.newRangeQuery(
                        Terms.measures(p), new double[] {span.low(), unit}, new double[] {span.high(), unit})));
    }

    static List<DoublePoint> points(Found.Amount amount) {
        List<DoublePoint> points = new ArrayList<>();
        named(amount)
                .forEach((unit, number) ->
                        points.add(new DoublePoint(Terms.measures(amount.parameter()), number, hash(unit))));
        return points;
    }

    static boolean has(Found.Amount amount, Asked asked) {
        return Optional.ofNullable(named(amount).get(asked.unit()))
                .filter(number -> Spans.numbers(amount.parameter(), asked.number(), asked.conversion()).stream()
                        .anyMatch(span -> span.has(number)))
                .isPresent();
    }

    private static Map<String, Double> named(Found.Amount amount) {
        var number = amount.value().doubleValue();
        var named = new LinkedHashMap<String, Double>();
        if (!amount.code().isEmpty()) {
            named.put(written(amount.code()), number);
        }
        if (!amount.unit().isEmpty()) {
            named.put(written(amount.unit()), number);
        }
        if (!amount.system().isEmpty()) {
            named.put(coded(amount.system(), amount.code()), number);
        }
        CanonicalUnit.of(amount.system(), amount.code())
                .ifPresent(c -> named.put(base(c), c.of(amount.value()).doubleValue()));
        return named;
    }

    private static String written(String unit) {
        return "u" + unit;
    }

    private static String coded(String system, String code) {
        return "c" + system + '|' + code;
    }

    private static String base(CanonicalUnit canonical) {
        return "b" + canonical.unit();
    }

    /** 48 bits: exact as a double, and more than there are units. */
    private static double hash(String unit) {
        return Objects.requireNonNull(HASHES.get(unit, Measures::hashed));
    }

    private static Double hashed(String unit) {
        var hash = ByteBuffer.wrap(Sha256.of(Bytes.utf8(unit).array()).bytes());
        return (double) (hash.getLong() >>> (Long.SIZE - HASHED * Byte.SIZE));
    }
}
