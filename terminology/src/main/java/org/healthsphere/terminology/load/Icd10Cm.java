package org.healthsphere.terminology.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

/**
 * Reads ICD-10-CM as CMS and NCHS publish it: the order file with every code, the tabular list in XML with chapters, sections,
 * inclusion terms and notes; either alone, or both together.
 */
final class Icd10Cm {
    static final String SYSTEM = "http://hl7.org/fhir/sid/icd-10-cm";
    private static final String LICENCE = "ICD-10-CM, NCHS and CMS: work of the U.S. government; ICD-10 is of the WHO";
    private static final Pattern YEAR = Pattern.compile("(20\\d{2})");
    private static final List<String> PROPERTIES = List.of(
            "billable", "order", "excludes1", "excludes2", "includes", "codeFirst", "useAdditionalCode", "codeAlso");
    private static final int SHORTEST_LINE = 78;

    private final Release release;
    private final Map<String, ConceptDraft> concepts = new LinkedHashMap<>();

    private Icd10Cm(Release release) {
        this.release = release;
    }

    static void read(Release release, Consumer<Content> into) {
        new Icd10Cm(release).read(into);
    }

    static boolean isOne(Archive archive) {
        return archive.find(order()).isPresent() || archive.find(tabular()).isPresent();
    }

    private static Predicate<String> order() {
        return named("order", ".txt");
    }

    private static Predicate<String> tabular() {
        return named("tabular", ".xml");
    }

    private static Predicate<String> named(String part, String ending) {
        return path -> {
            var name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
            return name.startsWith("icd10cm") && name.contains(part) && name.endsWith(ending);
        };
    }

    private void read(Consumer<Content> into) {
        release.archive()
                .find(tabular())
                .ifPresentOrElse(
                        file -> new Icd10CmTabular(release, concepts).read(file),
                        () -> release.findings().note("no tabular list: chapters, sections and notes are not known"));
        release.archive()
                .find(order())
                .ifPresentOrElse(
                        this::order, () -> release.findings().note("no order file: 7th characters are not known"));
        version().filter(_ -> release.findings().areEmpty()).ifPresent(version -> into.accept(system(version)));
    }

    private void order(String file) {
        var number = 0L;
        try (var lines = new Lines(release.archive().open(file))) {
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                number++;
                if (!line.orElseThrow().isBlank()) {
                    ordered(line.orElseThrow(), file + " row " + number);
                }
            }
        } catch (Lines.TooLong | CharacterCodingException _) {
            release.findings().add(file + " row " + (number + 1), "is not a line of text in UTF-8");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        release.progress().at(file, number);
    }

    /** Columns 1 to 5 the order, 7 to 13 the code, 15 whether it is billable, from 78 on the title. */
    private void ordered(String line, String at) {
        if (line.length() < SHORTEST_LINE) {
            release.findings()
                    .add(at + " column 78", "has no title: the line is " + line.length() + " characters long");
            return;
        }
        var code = dotted(line.substring(6, 13).strip());
        var billable = line.charAt(14);
        if (code.isEmpty() || (billable != '0' && billable != '1')) {
            release.findings().add(at + (code.isEmpty() ? " column 7" : " column 15"), "holds no code or no 0 or 1");
            return;
        }
        var known = concepts.containsKey(code);
        var concept = concepts.computeIfAbsent(code, ConceptDraft::new);
        concept.display(line.substring(77));
        concept.value("billable", Boolean.toString(billable == '1'));
        concept.value("order", line.substring(0, 5).strip());
        if (!known) {
            prefix(code).ifPresent(concept::below);
        }
    }

    private static String dotted(String code) {
        return code.length() <= 3 ? code : code.substring(0, 3) + "." + code.substring(3);
    }

    /** The longest beginning of the code that is a code. */
    private Optional<String> prefix(String code) {
        for (var length = code.length() - 1; length >= 3; length--) {
            var shorter = code.substring(0, length);
            if (concepts.containsKey(shorter)) {
                return Optional.of(shorter);
            }
        }
        return Optional.empty();
    }

    private Optional<String> version() {
        if (!release.wishes().version().isEmpty()) {
            return Optional.of(release.wishes().version());
        }
        for (var name : release.archive().names()) {
            var year = YEAR.matcher(name);
            if (year.find()) {
                return Optional.of(year.group(1));
            }
        }
        release.findings().add(release.name(), "does not tell the year; say which version it is");
        return Optional.empty();
    }

    private CodeSystem system(String version) {
        var properties = PROPERTIES.stream()
                .map(code -> new Property(code, "", code.equals("billable") ? "boolean" : "string"))
                .toList();
        var rows = concepts.values().stream().map(ConceptDraft::row).toList();
        return new CodeSystem(
                new Canonical(SYSTEM, version),
                "ICD-10-CM",
                "en",
                release.licensed(LICENCE),
                new Rules(false, "is-a", properties),
                rows);
    }
}
