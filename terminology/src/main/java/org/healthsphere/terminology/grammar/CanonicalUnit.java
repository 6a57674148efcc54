package org.healthsphere.terminology.grammar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.DefinedUnit;
import org.fhir.ucum.ExpressionParser;
import org.fhir.ucum.Pair;
import org.fhir.ucum.Symbol;
import org.fhir.ucum.Term;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;

/**
 * What a unit of UCUM comes to in base units, so that amounts in different units are compared (FHIR R4, search, 3.1.1.4.11; criteria of
 * studies).
 *
 * <p>Arbitrary units ({@code [IU]}) are comparable with themselves only (UCUM, section 24), so they stay in what an amount comes to.
 * Special units, which are no multiple of anything ({@code [pH]}, {@code B}), are not converted; two of temperature are.
 *
 * @param unit in base units: amounts are comparable when theirs are equal
 * @param offset added before it is multiplied
 */
public record CanonicalUnit(String unit, BigDecimal factor, BigDecimal offset) {
    private static final String UCUM = "http://unitsofmeasure.org";
    private static final String ESSENCE = "/ucum-essence.xml";
    private static final String ONE = "1.00000000000000000000000000000000";
    private static final int LONGEST = 100;

    /** The library multiplies one by one, so a high power would take it for ever; no unit in use has one. */
    private static final int HIGHEST = 24;

    private static final int MOST = 4_096;

    /** To Kelvin. */
    private static final Map<String, CanonicalUnit> TEMPERATURES = Map.of(
            "Cel",
            new CanonicalUnit("K", BigDecimal.ONE, new BigDecimal("273.15")),
            "[degF]",
            new CanonicalUnit(
                    "K",
                    new BigDecimal(5).divide(new BigDecimal(9), MathContext.DECIMAL128),
                    new BigDecimal("459.67")));

    private static final UcumEssenceService SERVICE = service();
    private static final Set<String> ARBITRARY = arbitrary();
    private static final Map<String, Optional<CanonicalUnit>> KNOWN = new ConcurrentHashMap<>();

    /** Empty when it is no unit of UCUM, or none that is converted. */
    public static Optional<CanonicalUnit> of(String system, String code) {
        return system.equals(UCUM) ? of(code) : Optional.empty();
    }

    /** The same for a code of UCUM. */
    public static Optional<CanonicalUnit> of(String code) {
        if (code.isEmpty() || code.length() > LONGEST) {
            return Optional.empty();
        }
        if (KNOWN.size() >= MOST && !KNOWN.containsKey(code)) {
            KNOWN.clear();
        }
        return KNOWN.computeIfAbsent(code, CanonicalUnit::found);
    }

    /** The amount in base units. */
    public BigDecimal of(BigDecimal value) {
        return value.add(offset).multiply(factor);
    }

    private static Optional<CanonicalUnit> found(String code) {
        return Optional.ofNullable(TEMPERATURES.get(code)).or(() -> linear(code));
    }

    private static synchronized Optional<CanonicalUnit> linear(String code) {
        try {
            var atoms = new HashSet<Symbol>();
            gather(new ExpressionParser(SERVICE.getModel()).parse(code), atoms);
            if (atoms.stream().anyMatch(atom -> isSpecial(atom) || Math.abs(atom.getExponent()) > HIGHEST)) {
                return Optional.empty();
            }
            var form = SERVICE.getCanonicalForm(new Pair(new Decimal(ONE, ONE.length()), code));
            var unit = new StringBuilder(form.getCode());
            new TreeSet<>(atoms.stream().map(CanonicalUnit::arbitrary).toList()).forEach(unit::append);
            return Optional.of(new CanonicalUnit(
                    unit.toString(), new BigDecimal(form.getValue().asDecimal()), BigDecimal.ZERO));
        } catch (UcumException | RuntimeException e) {
            // The library fails in many ways over what is no unit.
            return Optional.empty();
        }
    }

    private static void gather(Term term, Set<Symbol> atoms) {
        switch (term.getComp()) {
            case Symbol symbol -> atoms.add(symbol);
            case Term inner -> gather(inner, atoms);
            case null, default -> {}
        }
        if (term.hasTerm()) {
            gather(term.getTerm(), atoms);
        }
    }

    private static boolean isSpecial(Symbol atom) {
        return atom.getUnit() instanceof DefinedUnit unit && unit.isSpecial();
    }

    private static String arbitrary(Symbol atom) {
        var code = atom.getUnit().getCode();
        return ARBITRARY.contains(code) ? " " + code + Math.abs(atom.getExponent()) : "";
    }

    private static UcumEssenceService service() {
        try (var in = essence()) {
            return new UcumEssenceService(in);
        } catch (UcumException e) {
            throw new IllegalStateException("the units of UCUM cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The library does not tell which are. */
    private static Set<String> arbitrary() {
        var found = new HashSet<String>();
        var factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (var in = essence()) {
            var reader = factory.createXMLStreamReader(in);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT
                        && "yes".equals(reader.getAttributeValue(null, "isArbitrary"))) {
                    found.add(reader.getAttributeValue(null, "Code"));
                }
            }
            return Set.copyOf(found);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("the units of UCUM cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream essence() {
        var in = UcumEssenceService.class.getResourceAsStream(ESSENCE);
        if (in == null) {
            throw new IllegalStateException(ESSENCE + " is not on the class path");
        }
        return in;
    }
}
