package org.healthsphere.federation.linkage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.FormatMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.healthsphere.federation.linkage.Resemblance.Grade;
import org.healthsphere.specs.Bytes;

/**
 * How well patients of Synthea are found by tokens and by what agrees field by field, when another hospital wrote them down with errors:
 * {@code SyntheaLinkage FOLDER}, with the bundles that {@code tools/synthea/generate} has written. Not part of any build; the figures are in
 * {@code docs/performance.md}.
 *
 * <p>Every second patient is known, and all of them are looked for, once with each kind of error.
 */
final class SyntheaLinkage {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SyntheaLinkage() {}

    public static void main(String[] arguments) throws IOException {
        var everybody = patients(Path.of(arguments[0]));
        var tokenizer = new Tokenizer(new LinkageSecret(Bytes.utf8("a secret of a network that is not real")));
        var tokens = new LinkageIndex(tokenizer);
        var fields = new ResemblanceIndex(new SplittableRandom(7));
        for (var i = 0; i < everybody.size(); i += 2) {
            tokens.put("p" + i, everybody.get(i));
            fields.put("p" + i, everybody.get(i));
        }
        fields.learn();
        print("%d patients, every second one known", everybody.size());
        var people = new People(new Random(1));
        for (var error : errors(people).entrySet()) {
            print("%-36s by tokens: %s", error.getKey(), byTokens(tokens, everybody, p -> tokenizer.tokens(error.getValue().apply(p))));
            print("%-36s by fields: %s", error.getKey(), byFields(fields, everybody, error.getValue()));
        }
    }

    private static List<Demographics> patients(Path folder) throws IOException {
        var patients = new ArrayList<Demographics>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                for (var entry : JSON.readTree(Files.readAllBytes(file)).path("entry")) {
                    var resource = entry.path("resource");
                    if (resource.path("resourceType").asText().equals("Patient")) {
                        patients.add(Demographics.of(resource));
                    }
                }
            }
        }
        return patients;
    }

    private static Map<String, UnaryOperator<Demographics>> errors(People people) {
        var errors = new LinkedHashMap<String, UnaryOperator<Demographics>>();
        errors.put("as he was", UnaryOperator.identity());
        errors.put("a typing error in a name", people::typo);
        errors.put("day and month turned round", people::turnedBirth);
        errors.put("another family name", people::married);
        errors.put("moved", people::moved);
        errors.put("moved, and a typing error", p -> people.typo(people.moved(p)));
        errors.put("turned round, and a typing error", p -> people.typo(people.turnedBirth(p)));
        return errors;
    }

    /** Of those who are known how many were found; of all who were found how many were another. */
    private static String byTokens(
            LinkageIndex index, List<Demographics> everybody, Function<Demographics, PatientTokens> written) {
        var right = 0;
        var wrong = 0;
        for (var i = 0; i < everybody.size(); i++) {
            if (index.locate(written.apply(everybody.get(i))) instanceof Location.Found(var found, var _)) {
                right += found.patient().equals("p" + i) ? 1 : 0;
                wrong += found.patient().equals("p" + i) ? 0 : 1;
            }
        }
        return figures(right, wrong, everybody);
    }

    private static String byFields(
            ResemblanceIndex index, List<Demographics> everybody, UnaryOperator<Demographics> error) {
        var right = 0;
        var wrong = 0;
        for (var i = 0; i < everybody.size(); i++) {
            for (var one : index.find(error.apply(everybody.get(i)), _ -> true)) {
                if (one.grade() == Grade.CERTAIN || one.probability() >= index.threshold()) {
                    right += one.patient().equals("p" + i) ? 1 : 0;
                    wrong += one.grade() == Grade.CERTAIN && !one.patient().equals("p" + i) ? 1 : 0;
                    break;
                }
            }
        }
        return figures(right, wrong, everybody);
    }

    private static String figures(int right, int wrong, List<Demographics> everybody) {
        var known = (everybody.size() + 1) / 2;
        return String.format(Locale.ROOT, "found %.2f %%, %d taken for another", 100.0 * right / known, wrong);
    }

    @FormatMethod
    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
