package org.healthsphere.federation.research.cohort;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.healthsphere.specs.Coding;

/**
 * Which UCUM units can be converted into each other, exactly, in decimal arithmetic. Everything else is not comparable.
 *
 * <p>For glycated haemoglobin {@code %} (NGSP) and {@code mmol/mol} (IFCC) are two calibrations, not two spellings of one
 * ratio: 8 % is 64 mmol/mol, not 80. The NGSP master equation joins them: NGSP = 0.09148 x IFCC + 2.152. It applies to
 * measurements known to be of glycated haemoglobin, and to nothing else; therefore mmol/mol has no general conversion.
 */
final class Units {
    private static final String LOINC = "http://loinc.org";
    private static final Set<Coding> GLYCATED_HAEMOGLOBIN = Set.of(
            new Coding("https://healthsphere.org/fhir/CodeSystem/laboratory", "hba1c"),
            new Coding(LOINC, "4548-4"),
            new Coding(LOINC, "17856-6"),
            new Coding(LOINC, "41995-2"),
            new Coding(LOINC, "59261-8"));
    private static final Map<String, Scale> CALIBRATIONS =
            Map.of("%", scale("%", "1", "0"), "mmol/mol", scale("%", "0.09148", "2.152"));

    /** By unit: the base unit of its dimension, the factor, the offset. */
    private static final Map<String, Scale> GENERAL = Map.ofEntries(
            Map.entry("g", scale("g", "1", "0")),
            Map.entry("kg", scale("g", "1000", "0")),
            Map.entry("mg", scale("g", "0.001", "0")),
            Map.entry("ug", scale("g", "0.000001", "0")),
            Map.entry("[lb_av]", scale("g", "453.59237", "0")),
            Map.entry("m", scale("m", "1", "0")),
            Map.entry("cm", scale("m", "0.01", "0")),
            Map.entry("mm", scale("m", "0.001", "0")),
            Map.entry("[in_i]", scale("m", "0.0254", "0")),
            Map.entry("g/L", scale("g/L", "1", "0")),
            Map.entry("g/dL", scale("g/L", "10", "0")),
            Map.entry("mg/dL", scale("g/L", "0.01", "0")),
            Map.entry("mg/L", scale("g/L", "0.001", "0")),
            Map.entry("ug/mL", scale("g/L", "0.001", "0")),
            Map.entry("ng/mL", scale("g/L", "0.000001", "0")),
            Map.entry("mol/L", scale("mol/L", "1", "0")),
            Map.entry("mmol/L", scale("mol/L", "0.001", "0")),
            Map.entry("umol/L", scale("mol/L", "0.000001", "0")),
            Map.entry("kPa", scale("kPa", "1", "0")),
            Map.entry("mm[Hg]", scale("kPa", "0.133322", "0")),
            Map.entry("[degF]", scale("[degF]", "1", "0")),
            Map.entry("Cel", scale("[degF]", "1.8", "32")));

    private Units() {}

    private record Scale(String base, BigDecimal factor, BigDecimal offset) {
        BigDecimal toBase(BigDecimal value) {
            return value.multiply(factor).add(offset);
        }

        BigDecimal fromBase(BigDecimal value) {
            return value.subtract(offset).divide(factor, MathContext.DECIMAL64);
        }
    }

    /** The sign of {@code value - threshold}, for a measurement that carries these codes; empty when nothing is known. */
    static OptionalInt compare(Set<Coding> codes, Measured measured, Comparison threshold) {
        if (measured.unit().equals(threshold.unit())) {
            return OptionalInt.of(measured.value().compareTo(threshold.value()));
        }
        var calibrated = CALIBRATIONS.keySet().containsAll(Set.of(measured.unit(), threshold.unit()));
        return !calibrated
                ? compare(GENERAL, measured, threshold)
                : Collections.disjoint(codes, GLYCATED_HAEMOGLOBIN)
                        ? OptionalInt.empty()
                        : compare(CALIBRATIONS, measured, threshold);
    }

    /** A measurement in another unit, for one that carries these codes; empty when there is no way from the one to the other. */
    static Optional<BigDecimal> convert(Set<Coding> codes, Measured measured, String unit) {
        if (measured.unit().equals(unit)) {
            return Optional.of(measured.value());
        }
        var calibrated = CALIBRATIONS.keySet().containsAll(Set.of(measured.unit(), unit));
        if (calibrated && Collections.disjoint(codes, GLYCATED_HAEMOGLOBIN)) {
            return Optional.empty();
        }
        var scales = calibrated ? CALIBRATIONS : GENERAL;
        var from = Optional.ofNullable(scales.get(measured.unit()));
        return Optional.ofNullable(scales.get(unit))
                .flatMap(to -> from.filter(scale -> scale.base().equals(to.base()))
                        .map(scale -> to.fromBase(scale.toBase(measured.value()))));
    }

    /** The same comparison in the base unit of its dimension, as far as that does not depend on what is measured. */
    static Comparison inBase(Comparison comparison) {
        var scale = Optional.ofNullable(GENERAL.get(comparison.unit()));
        var value = scale.map(s -> s.toBase(comparison.value())).orElse(comparison.value());
        var unit = scale.map(Scale::base).orElse(comparison.unit());
        return new Comparison(comparison.operator(), plain(value), unit);
    }

    private static OptionalInt compare(Map<String, Scale> scales, Measured measured, Comparison threshold) {
        var from = Optional.ofNullable(scales.get(measured.unit()));
        var to = Optional.ofNullable(scales.get(threshold.unit()));
        if (from.isEmpty() || to.isEmpty() || !from.get().base().equals(to.get().base())) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(
                from.get().toBase(measured.value()).compareTo(to.get().toBase(threshold.value())));
    }

    private static BigDecimal plain(BigDecimal value) {
        return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }

    private static Scale scale(String base, String factor, String offset) {
        return new Scale(base, new BigDecimal(factor), new BigDecimal(offset));
    }
}
