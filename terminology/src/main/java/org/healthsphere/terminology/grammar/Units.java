package org.healthsphere.terminology.grammar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.fhir.ucum.ExpressionParser;
import org.fhir.ucum.Symbol;
import org.fhir.ucum.Term;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.CodeSystem.Value;

/** Units of measure: the expressions of UCUM, case-sensitive. Their names are made of those of their parts. */
final class Units implements Grammar {
    private static final String ESSENCE = "/ucum-essence.xml";
    private static final int LONGEST = 100;

    /** The library multiplies one by one, so a high power would take it for ever; no unit in use has one. */
    private static final int HIGHEST = 24;

    private static final int DEEPEST = 20;
    private static final Pattern ANNOTATION = Pattern.compile("\\{[^}]*}");
    private static final Pattern OPERATORS = Pattern.compile("[./][./]|[./]$");

    private final Supplier<UcumEssenceService> ucum = new Once<>(Units::service);

    @Override
    public Canonical id() {
        return new Canonical("http://unitsofmeasure.org", "1.9");
    }

    @Override
    public String title() {
        return "Unified Code for Units of Measure";
    }

    @Override
    public String valueSet() {
        return "http://hl7.org/fhir/ValueSet/ucum-units";
    }

    @Override
    public List<Property> properties() {
        return List.of(new Property("canonical", "", "code"));
    }

    @Override
    public Optional<Meaning> read(String code) {
        if (code.isEmpty() || code.length() > LONGEST || !isWellFormed(code)) {
            return Optional.empty();
        }
        synchronized (this) {
            return parsed(code);
        }
    }

    /** The library lets two operators pass that stand side by side. Nobody nests deeper on purpose. */
    private static boolean isWellFormed(String code) {
        return !OPERATORS.matcher(ANNOTATION.matcher(code).replaceAll("")).find()
                && code.chars().filter(c -> c == '(' || c == '{' || c == '[').count() <= DEEPEST;
    }

    private Optional<Meaning> parsed(String code) {
        try {
            var expression = new ExpressionParser(ucum.get().getModel()).parse(code);
            var name = ucum.get().analyse(code);
            return Optional.of(new Meaning(code, code, false, List.of(plain(name)), canonical(code, expression)));
        } catch (UcumException | RuntimeException e) {
            // The library fails in many ways over what is no unit.
            return Optional.empty();
        }
    }

    /** The library puts each part in brackets. */
    private static String plain(String name) {
        return name.startsWith("(") && name.indexOf(')') == name.length() - 1
                ? name.substring(1, name.length() - 1)
                : name;
    }

    private List<Value> canonical(String code, Term expression) {
        if (highest(expression) > HIGHEST) {
            return List.of();
        }
        try {
            var units = ucum.get().getCanonicalUnits(code);
            return List.of(new Value("canonical", units.isEmpty() ? "1" : units));
        } catch (UcumException | RuntimeException e) {
            // A unit all the same: special ones, such as pH, come to no others.
            return List.of();
        }
    }

    private static int highest(Term term) {
        List<Integer> powers = new ArrayList<>(List.of(0));
        gather(term, powers);
        return powers.stream().mapToInt(Math::abs).max().orElse(0);
    }

    private static void gather(Term term, List<Integer> powers) {
        switch (term.getComp()) {
            case Symbol symbol -> powers.add(symbol.getExponent());
            case Term inner -> gather(inner, powers);
            case null, default -> {
                // a number or an annotation
            }
        }
        if (term.hasTerm()) {
            gather(term.getTerm(), powers);
        }
    }

    private static UcumEssenceService service() {
        try (var in = UcumEssenceService.class.getResourceAsStream(ESSENCE)) {
            if (in == null) {
                throw new IllegalStateException(ESSENCE + " is not on the class path");
            }
            return new UcumEssenceService(in);
        } catch (UcumException e) {
            throw new IllegalStateException("the units of UCUM cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
