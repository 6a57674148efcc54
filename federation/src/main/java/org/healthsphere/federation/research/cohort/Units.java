package org.healthsphere.federation.research.cohort;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.healthsphere.federation.research.cohort.ConceptSets.Scale;
import org.healthsphere.specs.Coding;

/**
 * Which UCUM units can be converted into each other. Those of the table are what a question's canonical form is made of, so they are the
 * same at every node, exact in decimal arithmetic; others are what the node's terminology makes of them, to fifteen digits. What has no
 * way into the other is not comparable, and an amount of it is unknown.
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

    /** Beyond it two ways to the same amount may differ: one goes by sixtieths, the other does not. */
    private static final MathContext COMPARABLE = new MathContext(15);

    private final ConceptSets terminology;

    /** These, and whatever else the terminology of the node can convert. */
    Units(ConceptSets terminology) {
        this.terminology = terminology;
    }

    /** The sign of {@code value - threshold}, for a measurement that carries these codes; empty when nothing is known. */
    OptionalInt compare(Set<Coding> codes, Measured measured, Comparison threshold) {
        if (measured.unit().equals(threshold.unit())) {
            return OptionalInt.of(measured.value().compareTo(threshold.value()));
        }
        return scales(codes, measured.unit(), threshold.unit())
                .map(scales -> OptionalInt.of(scales.compare(measured.value(), threshold.value())))
                .orElse(OptionalInt.empty());
    }

    /** A measurement in another unit, for one that carries these codes; empty when there is no way from the one to the other. */
    Optional<BigDecimal> convert(Set<Coding> codes, Measured measured, String unit) {
        return measured.unit().equals(unit)
                ? Optional.of(measured.value())
                : scales(codes, measured.unit(), unit)
                        .map(scales -> scales.to().fromBase(scales.from().toBase(measured.value())));
    }

    /** The way from one unit to another: by calibration, by what every node knows, or by this node's terminology. */
    private Optional<Scales> scales(Set<Coding> codes, String from, String to) {
        var isHaemoglobin = !Collections.disjoint(codes, GLYCATED_HAEMOGLOBIN);
        if (CALIBRATIONS.containsKey(from) && CALIBRATIONS.containsKey(to)) {
            return isHaemoglobin ? scales(CALIBRATIONS, from, to) : Optional.empty();
        }
        return scales(GENERAL, from, to)
                .or(() -> isHaemoglobin || CALIBRATIONS.containsKey(from) || CALIBRATIONS.containsKey(to)
                        ? Optional.empty()
                        : Scales.of(terminology.unit(from), terminology.unit(to), COMPARABLE));
    }

    private static Optional<Scales> scales(Map<String, Scale> known, String from, String to) {
        return Scales.of(
                Optional.ofNullable(known.get(from)), Optional.ofNullable(known.get(to)), MathContext.UNLIMITED);
    }

    /** Two units of one dimension, and to how many digits they are compared. */
    private record Scales(Scale from, Scale to, MathContext digits) {
        static Optional<Scales> of(Optional<Scale> from, Optional<Scale> to, MathContext digits) {
            return from.flatMap(one ->
                    to.filter(other -> other.base().equals(one.base())).map(other -> new Scales(one, other, digits)));
        }

        int compare(BigDecimal one, BigDecimal other) {
            return from.toBase(one).round(digits).compareTo(to.toBase(other).round(digits));
        }
    }

    /** The same comparison in the base unit of its dimension, as far as that does not depend on what is measured. */
    static Comparison inBase(Comparison comparison) {
        var scale = Optional.ofNullable(GENERAL.get(comparison.unit()));
        var value = scale.map(s -> s.toBase(comparison.value())).orElse(comparison.value());
        var unit = scale.map(Scale::base).orElse(comparison.unit());
        return new Comparison(comparison.operator(), plain(value), unit);
    }

    /** The same range in the base unit of its dimension. */
    static Value.Range inBase(Value.Range range) {
        var from = inBase(range.least());
        return new Value.Range(from.value(), inBase(range.most()).value(), from.unit());
    }

    private static BigDecimal plain(BigDecimal value) {
        return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }

    private static Scale scale(String base, String factor, String offset) {
        return new Scale(base, new BigDecimal(factor), new BigDecimal(offset));
    }
}
