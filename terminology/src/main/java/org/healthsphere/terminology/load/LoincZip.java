package org.healthsphere.terminology.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.CodeSystem.Rules;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.content.Loinc;

/**
 * Reads a LOINC release: terms, parts and their hierarchy, answer lists, and linguistic variants.
 *
 * <p>LOINC is licensed by Regenstrief Institute; who loads a release has accepted its licence.
 */
final class LoincZip {
    private static final String LICENCE =
            "LOINC, Regenstrief Institute, Inc.: under the terms of https://loinc.org/license";
    private static final Pattern VERSION = Pattern.compile("(\\d+\\.\\d+)");
    private static final Pattern VARIANT = Pattern.compile("([a-z]{2})([A-Z]{2})\\d*LinguisticVariant\\.csv$");
    private static final List<String> LIST_COLUMNS =
            List.of("AnswerListId", "AnswerListName", "AnswerStringId", "DisplayText");

    private final Release release;
    private final Map<String, ConceptDraft> concepts = new LinkedHashMap<>();

    private LoincZip(Release release) {
        this.release = release;
    }

    static void read(Release release, Consumer<Content> into) {
        new LoincZip(release).read(into);
    }

    static boolean isOne(Archive archive) {
        return archive.find(file("Loinc.csv")).isPresent();
    }

    private static Predicate<String> file(String name) {
        return path -> path.equals(name) || path.endsWith("/" + name);
    }

    private void read(Consumer<Content> into) {
        List<String> columns = new ArrayList<>(List.of("LOINC_NUM", "LONG_COMMON_NAME", "STATUS"));
        columns.addAll(Loinc.AXES);
        release.required("Loinc.csv", file("Loinc.csv"))
                .ifPresent(terms -> Table.commas(release, terms, columns, this::term));
        each("Part.csv", List.of("PartNumber", "PartTypeName", "PartName", "PartDisplayName", "Status"), this::part);
        each("ComponentHierarchyBySystem.csv", List.of("IMMEDIATE_PARENT", "CODE", "CODE_TEXT"), this::place);
        each("AnswerList.csv", LIST_COLUMNS, this::answer);
        each("LoincAnswerListLink.csv", List.of("LoincNumber", "AnswerListId"), this::link);
        release.archive().names().forEach(this::variant);
        version().filter(_ -> release.findings().areEmpty()).ifPresent(version -> into.accept(system(version)));
    }

    private void each(String name, List<String> columns, Consumer<Table.Row> action) {
        release.archive()
                .find(file(name))
                .ifPresentOrElse(
                        found -> Table.commas(release, found, columns, action),
                        () -> release.findings().note(name + " is not in the release: what it tells is not known"));
    }

    private ConceptDraft concept(String code) {
        return concepts.computeIfAbsent(code, ConceptDraft::new);
    }

    private void term(Table.Row row) {
        row.required("LOINC_NUM").ifPresent(code -> {
            if (concepts.containsKey(code)) {
                row.problem("LOINC_NUM", "is there twice: " + code);
                return;
            }
            if (!Loinc.isTerm(code)) {
                row.problem("LOINC_NUM", "is not a LOINC number: " + code);
                return;
            }
            var term = concept(code);
            term.display(row.cell("LONG_COMMON_NAME"));
            Loinc.AXES.forEach(axis -> term.value(axis, row.cell(axis)));
            Loinc.MORE.forEach(property -> term.value(property, row.cell(property)));
            term.value("STATUS", row.cell("STATUS"));
            term.define(row.cell("DefinitionDescription"));
            List.of("SHORTNAME", "CONSUMER_NAME", "DisplayName")
                    .forEach(name -> term.name("en", use(name), row.cell(name)));
            row.cell("RELATEDNAMES2").lines().findFirst().ifPresent(names -> related(term, names));
        });
    }

    /** Synonyms, with semicolons between them. */
    private static void related(ConceptDraft term, String names) {
        for (var name : names.split(";", -1)) {
            term.name("en", use("RELATEDNAMES2"), name);
        }
    }

    private void part(Table.Row row) {
        row.required("PartNumber").ifPresent(code -> {
            var part = concept(code);
            part.display(row.cell("PartDisplayName").isBlank() ? row.cell("PartName") : row.cell("PartDisplayName"));
            part.name("en", use("PartName"), row.cell("PartName"));
            part.value("STATUS", row.cell("Status"));
            part.value("PartTypeName", row.cell("PartTypeName"));
        });
    }

    private void place(Table.Row row) {
        row.required("CODE").ifPresent(code -> {
            var concept = concept(code);
            concept.display(row.cell("CODE_TEXT"));
            if (!row.cell("IMMEDIATE_PARENT").isBlank()) {
                concept.below(row.cell("IMMEDIATE_PARENT"));
            }
        });
    }

    private void answer(Table.Row row) {
        row.required("AnswerListId").ifPresent(list -> {
            concept(list).display(row.cell("AnswerListName"));
            if (!row.cell("AnswerStringId").isBlank()) {
                var answer = concept(row.cell("AnswerStringId"));
                answer.display(row.cell("DisplayText"));
                answer.value(Loinc.LIST, list);
            }
        });
    }

    private void link(Table.Row row) {
        var term = concepts.get(row.cell("LoincNumber"));
        if (term == null) {
            row.problem("LoincNumber", "is no term of the release: " + row.cell("LoincNumber"));
            return;
        }
        row.required("AnswerListId").ifPresent(list -> {
            term.value(Loinc.ANSWER_LIST, list);
            concept(list).value(Loinc.ANSWERS_FOR, term.code());
        });
    }

    private void variant(String file) {
        var name = VARIANT.matcher(file);
        if (name.find()) {
            var language = name.group(1) + "-" + name.group(2);
            Table.commas(release, file, List.of("LOINC_NUM", "COMPONENT", "LONG_COMMON_NAME"), row -> {
                var term = concepts.get(row.cell("LOINC_NUM"));
                if (term != null) {
                    var given = row.cell("LONG_COMMON_NAME");
                    term.name(language, "", given.isBlank() ? row.cell("COMPONENT") : given);
                }
            });
        }
    }

    private Optional<String> version() {
        if (!release.wishes().version().isEmpty()) {
            return Optional.of(release.wishes().version());
        }
        var found = VERSION.matcher(release.name());
        if (found.find()) {
            return Optional.of(found.group(1));
        }
        release.findings().add(release.name(), "does not tell which version of LOINC it is; say which");
        return Optional.empty();
    }

    private CodeSystem system(String version) {
        var properties = Loinc.properties().stream()
                .map(code -> new Property(code, "", "string"))
                .toList();
        var rows = concepts.values().stream().map(ConceptDraft::row).toList();
        return new CodeSystem(
                new Canonical(Loinc.SYSTEM, version),
                "LOINC",
                "en",
                release.licensed(LICENCE),
                new Rules(false, "is-a", properties),
                rows);
    }

    private static String use(String name) {
        return name.isEmpty() ? "" : Loinc.SYSTEM + "|" + name;
    }
}
