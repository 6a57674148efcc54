package org.healthsphere.node.store.index;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.ResourceIndex.Sort;

/** Makes queries over the parameters that the population has values for. */
record GeneratedQueries(Random random, Population population) {
    private static final List<String> TYPES = List.of(
            "Patient",
            "Observation",
            "Condition",
            "Patient",
            "Observation",
            "Observation",
            "Organization",
            "Location",
            "ValueSet",
            "RiskAssessment");
    private static final List<String> DATE_PREFIXES = List.of("", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap");

    Query any() {
        var type = population.any(TYPES);
        var criteria = new ArrayList<Criterion>();
        for (var n = random.nextInt(3); n >= 0; n--) {
            criteria.add(criterion(type));
        }
        return new Query(type, criteria, sorts(type), 1 + random.nextInt(9), Optional.empty());
    }

    private List<Sort> sorts(String type) {
        var names = switch (type) {
            case "Patient" -> List.of("family", "birthdate", "_lastUpdated", "_id", "name");
            case "Observation" -> List.of("date", "_lastUpdated", "_id", "value-quantity");
            case "Condition" -> List.of("onset-date", "_id");
            default -> List.of("_lastUpdated", "_id");
        };
        return Stream.generate(() -> new Sort(population.any(names), random.nextBoolean()))
                .limit(random.nextInt(3))
                .toList();
    }

    private Criterion criterion(String type) {
        if (random.nextInt(4) == 0) {
            return common();
        }
        if (List.of("Patient", "Observation", "Condition", "RiskAssessment").contains(type)
                && random.nextInt(12) == 0) {
            return new Criterion("_compartment", "Patient", List.of("p" + random.nextInt(Population.PATIENTS)));
        } else if (List.of("Patient", "Observation", "Condition").contains(type) && random.nextInt(12) == 0) {
            return care();
        }
        return switch (type) {
            case "Patient" -> patient();
            case "Observation" -> random.nextInt(3) == 0 ? composite() : observation();
            case "Condition" -> condition();
            default -> other(type);
        };
    }

    /** From, until; the later one last. */
    private Criterion care() {
        var dates = Stream.of(population.date(), population.date()).sorted().toList();
        var open = random.nextInt(4);
        return new Criterion("_care", "", List.of(open == 0 ? "" : dates.getFirst(), open == 1 ? "" : dates.getLast()));
    }

    private Criterion common() {
        return switch (random.nextInt(6)) {
            case 0 -> of("_id", ids());
            case 1 -> of("_lastUpdated", dates());
            case 2 -> of("_tag", List.of(population.any(Population.LABELS)));
            case 3 -> of("_security", List.of(Population.LABEL_SYSTEM + "|" + population.any(Population.LABELS)));
            case 4 -> of("_profile", List.of("http://example.org/" + population.any(Population.LABELS)));
            default ->
                of(
                        population.any(List.of("_tag", "_security", "_profile", "_id")) + ":missing",
                        List.of(Boolean.toString(random.nextBoolean())));
        };
    }

    private Criterion patient() {
        return switch (random.nextInt(18)) {
            case 11 -> of("race", tokens(Population.PROBLEMS));
            case 12 -> of("deceased", List.of(Boolean.toString(random.nextBoolean())));
            case 13 ->
                of(
                        "identifier:of-type",
                        List.of("urn:t|" + population.any(Population.LABELS) + "|id" + random.nextInt(8)));
            case 14 -> of("organization.name", strings(Population.FAMILIES));
            case 15 -> of("organization.partof.name:contains", strings(Population.FAMILIES));
            case 16 -> of("_has:Observation:patient:_has:Observation:has-member:code", tokens(Population.CODES));
            case 17 ->
                of(
                        "_has:Observation:subject:combo-code-value-quantity",
                        List.of(population.any(Population.CODES) + "$"
                                + quantities().getFirst()));
            case 0 -> of("family" + stringModifier(), strings(Population.FAMILIES));
            case 1 -> of("given" + stringModifier(), strings(Population.GIVEN));
            case 2 -> of("name" + stringModifier(), strings(Population.GIVEN));
            case 3 -> of("gender" + not(), List.of(random.nextBoolean() ? "female" : "http://x|male"));
            case 4 -> of("birthdate", dates());
            case 5 -> of("active" + not(), List.of(random.nextBoolean() ? "true" : "false"));
            case 6 -> of("identifier" + not(), tokens(List.of("id1", "id2", "id3")));
            case 7 -> of("organization", List.of(random.nextBoolean() ? "o1" : "Organization/o2"));
            case 8 -> of("_has:Observation:patient:code", tokens(Population.CODES));
            case 9 -> of("_has:Condition:subject:clinical-status:not", List.of("active"));
            default -> of(population.any(List.of("birthdate", "gender", "name")) + ":missing", List.of("true"));
        };
    }

    private Criterion observation() {
        return switch (random.nextInt(20)) {
            case 11 -> of("code:text", words());
            case 12 -> of("category:text", words());
            case 13 -> of("code" + population.any(List.of(":in", ":not-in")), List.of("urn:some"));
            case 14 ->
                of(
                        "category" + population.any(List.of(":below", ":above")),
                        List.of(population.any(Population.SYSTEMS) + "|" + population.any(Population.PROBLEMS)));
            case 15 -> of("subject:identifier", tokens(List.of("id1", "id2", "id3", "id4")));
            case 16 -> of("patient.organization.name", strings(Population.FAMILIES));
            case 17 -> of("has-member.subject:Patient.gender", List.of("female"));
            case 18 -> of("has-member.code", tokens(Population.CODES));
            case 19 -> of("patient._has:Condition:subject:code", tokens(Population.PROBLEMS));
            case 0, 1 -> of("code" + not(), tokens(Population.CODES));
            case 2 -> of("category" + not(), tokens(Population.PROBLEMS));
            case 3 -> of("date", dates());
            case 4 -> of("value-quantity", quantities());
            case 5 -> of("subject" + population.any(List.of("", ":Patient")), ids());
            case 6 -> of("patient", List.of("Patient/p" + random.nextInt(4), "p5"));
            case 7 -> of("value-concept", tokens(Population.PROBLEMS));
            case 8 -> of("subject:Patient.gender", List.of("female"));
            case 9 -> of("patient.birthdate", dates());
            default -> of("patient.family:exact", strings(Population.FAMILIES));
        };
    }

    private Criterion composite() {
        var name = population.any(List.of("code-value", "combo-code-value", "component-code-value"));
        var code = token(population.any(Population.CODES));
        return random.nextBoolean()
                ? of(name + "-quantity", List.of(code + "$" + quantities().getFirst()))
                : of(name + "-concept", List.of(code + "$" + token(population.any(Population.PROBLEMS))));
    }

    private Criterion other(String type) {
        return switch (type) {
            case "Location" ->
                random.nextInt(4) == 0
                        ? of("near:missing", List.of(Boolean.toString(random.nextBoolean())))
                        : of(
                                "near",
                                List.of((50 + random.nextInt(3)) + "|" + (8 + random.nextInt(3)) + "|"
                                        + population.any(List.of("30", "90", "170")) + "|km"));
            case "ValueSet" ->
                of("url" + population.any(List.of("", ":above", ":below")), List.of(population.any(Population.URLS)));
            case "RiskAssessment" ->
                random.nextBoolean()
                        ? of("probability", List.of(population.any(DATE_PREFIXES) + "0." + random.nextInt(10, 99)))
                        : of("subject:Patient.organization.name", strings(Population.FAMILIES));
            default ->
                random.nextBoolean()
                        ? of("_has:Patient:organization:_has:Observation:subject:code", tokens(Population.CODES))
                        : of("partof.name", strings(Population.FAMILIES));
        };
    }

    private List<String> words() {
        var word = population.any(Population.WORDS);
        return List.of(word.substring(0, 1 + random.nextInt(word.length())).toUpperCase(Locale.ROOT));
    }

    private Criterion condition() {
        return switch (random.nextInt(5)) {
            case 0 -> of("code", tokens(Population.PROBLEMS));
            case 1 -> of("clinical-status:not", List.of("active"));
            case 2 -> of("onset-date", dates());
            case 3 -> of("patient.identifier", tokens(List.of("id1", "id2")));
            default -> of("onset-date:missing", List.of(Boolean.toString(random.nextBoolean())));
        };
    }

    private static Criterion of(String key, List<String> anyOf) {
        return Criterion.of(key, anyOf);
    }

    private String not() {
        return random.nextInt(4) == 0 ? ":not" : "";
    }

    private String stringModifier() {
        return population.any(List.of("", "", ":exact", ":contains"));
    }

    private List<String> ids() {
        return Stream.generate(() -> "p" + random.nextInt(Population.PATIENTS))
                .limit(1 + random.nextInt(2))
                .toList();
    }

    private List<String> strings(List<String> vocabulary) {
        var word = population.any(vocabulary);
        var cut = random.nextInt(word.length());
        return List.of(
                switch (random.nextInt(3)) {
                    case 0 -> word;
                    case 1 -> word.substring(0, cut + 1).toUpperCase(Locale.ROOT);
                    default -> word.substring(cut);
                });
    }

    private List<String> tokens(List<String> codes) {
        return Stream.generate(() -> token(population.any(codes)))
                .limit(1 + random.nextInt(2))
                .toList();
    }

    private String token(String code) {
        return switch (random.nextInt(4)) {
            case 0 -> population.any(Population.SYSTEMS) + "|" + code;
            case 1 -> population.any(Population.SYSTEMS) + "|";
            case 2 -> "|" + code;
            default -> code;
        };
    }

    private List<String> dates() {
        return List.of(population.any(DATE_PREFIXES) + population.date());
    }

    private List<String> quantities() {
        var number = new BigDecimal(random.nextInt(60, 140)).movePointLeft(random.nextInt(3));
        var unit = population.any(Population.UNITS);
        // Some are asked in units that are a tenth, or a hundredth, of those that are written.
        var shifted = List.of("g/L", "K").contains(unit) ? number.movePointLeft(random.nextInt(3)) : number;
        return List.of(population.any(DATE_PREFIXES)
                + shifted.toPlainString()
                + population.any(List.of("", "|http://unitsofmeasure.org|" + unit, "||" + unit)));
    }
}
