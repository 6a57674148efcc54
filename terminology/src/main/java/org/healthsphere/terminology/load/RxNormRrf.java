package org.healthsphere.terminology.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.CodeSystem.Rules;
import org.healthsphere.terminology.content.Content;

/**
 * Reads an RxNorm release in Rich Release Format: what RxNorm itself names ({@code SAB=RXNORM}), its relationships, semantic types
 * and attributes.
 *
 * <p>RxNorm's own content is in the public domain; a full release holds other sources, too, and those are left out.
 */
final class RxNormRrf {
    private static final String SYSTEM = "http://www.nlm.nih.gov/research/umls/rxnorm";
    private static final String LICENCE = "RxNorm, U.S. National Library of Medicine: SAB=RXNORM only";
    private static final Pattern DATE = Pattern.compile("(\\d{8})");
    private static final List<String> CONSO = List.of(
            "RXCUI",
            "LAT",
            "TS",
            "LUI",
            "STT",
            "SUI",
            "ISPREF",
            "RXAUI",
            "SAUI",
            "SCUI",
            "SDUI",
            "SAB",
            "TTY",
            "CODE",
            "STR",
            "SRL",
            "SUPPRESS",
            "CVF");
    private static final List<String> REL = List.of(
            "RXCUI1",
            "RXAUI1",
            "STYPE1",
            "REL",
            "RXCUI2",
            "RXAUI2",
            "STYPE2",
            "RELA",
            "RUI",
            "SRUI",
            "SAB",
            "SL",
            "DIR",
            "RG",
            "SUPPRESS",
            "CVF");
    private static final List<String> STY = List.of("RXCUI", "TUI", "STN", "STY", "ATUI", "CVF");
    private static final List<String> SAT = List.of(
            "RXCUI", "LUI", "SUI", "RXAUI", "STYPE", "CODE", "ATUI", "SATUI", "ATN", "SAB", "ATV", "SUPPRESS", "CVF");

    /** Kinds of names, the one to show first. */
    private static final List<String> KINDS = List.of(
            "SCD", "SBD", "GPCK", "BPCK", "SCDG", "SBDG", "SCDGP", "SBDFP", "SCDC", "SBDC", "SCDF", "SBDF", "SCDFP",
            "IN", "PIN", "MIN", "BN", "DF", "DFG", "PSN", "SY", "TMSY", "ET");

    private static final Set<String> OBSOLETE = Set.of("O", "E", "Y");

    private final Release release;
    private final Map<String, ConceptDraft> concepts = new LinkedHashMap<>();
    private final Map<String, Best> best = new LinkedHashMap<>();
    private final Set<String> properties = new TreeSet<>(List.of("TTY", "STY", "TUI"));

    private RxNormRrf(Release release) {
        this.release = release;
    }

    static void read(Release release, Consumer<Content> into) {
        new RxNormRrf(release).read(into);
    }

    static boolean isOne(Archive archive) {
        return archive.find(file("RXNCONSO.RRF")).isPresent();
    }

    private static Predicate<String> file(String name) {
        return path -> path.equals(name) || path.endsWith("/" + name);
    }

    private void read(Consumer<Content> into) {
        release.required("RXNCONSO.RRF", file("RXNCONSO.RRF"))
                .ifPresent(names -> Table.bars(release, names, CONSO, this::name));
        best.forEach((code, name) -> {
            var concept = concept(code);
            concept.display(name.text());
            concept.inactive(name.obsolete());
        });
        each("RXNREL.RRF", REL, this::relate);
        each("RXNSTY.RRF", STY, this::type);
        each("RXNSAT.RRF", SAT, this::attribute);
        version().filter(_ -> release.findings().areEmpty()).ifPresent(version -> into.accept(system(version)));
    }

    private void each(String name, List<String> columns, Consumer<Table.Row> action) {
        release.archive()
                .find(file(name))
                .ifPresentOrElse(
                        found -> Table.bars(release, found, columns, action),
                        () -> release.findings().note(name + " is not in the release: what it tells is not known"));
    }

    private ConceptDraft concept(String code) {
        return concepts.computeIfAbsent(code, ConceptDraft::new);
    }

    private void name(Table.Row row) {
        if (!row.cell("SAB").equals("RXNORM")) {
            return;
        }
        row.required("RXCUI")
                .ifPresent(code -> row.required("STR").ifPresent(text -> {
                    var kind = row.cell("TTY");
                    var concept = concept(code);
                    concept.value("TTY", kind);
                    concept.name("en", SYSTEM + "|" + kind, text);
                    var place = KINDS.indexOf(kind);
                    var name =
                            new Best(OBSOLETE.contains(row.cell("SUPPRESS")), place < 0 ? KINDS.size() : place, text);
                    best.merge(code, name, Best::better);
                }));
    }

    /** A row says how its second concept stands to its first. */
    private void relate(Table.Row row) {
        var ours = row.cell("SAB").equals("RXNORM") && row.cell("STYPE1").equals("CUI");
        var source = concepts.get(row.cell("RXCUI2"));
        if (!ours || source == null || !concepts.containsKey(row.cell("RXCUI1"))) {
            return;
        }
        var relation = row.cell("RELA").isBlank() ? row.cell("REL") : row.cell("RELA");
        if (relation.equals("isa")) {
            source.below(row.cell("RXCUI1"));
        } else {
            properties.add(relation);
            source.value(relation, row.cell("RXCUI1"));
        }
    }

    private void type(Table.Row row) {
        var concept = concepts.get(row.cell("RXCUI"));
        if (concept != null) {
            concept.value("STY", row.cell("STY"));
            concept.value("TUI", row.cell("TUI"));
        }
    }

    private void attribute(Table.Row row) {
        var concept = concepts.get(row.cell("RXCUI"));
        if (concept != null && row.cell("SAB").equals("RXNORM")) {
            row.required("ATN").ifPresent(name -> {
                properties.add(name);
                concept.value(name, row.cell("ATV"));
            });
        }
    }

    /** FHIR's version of RxNorm is the date of its release, MMDDYYYY, as it stands in the name of the archive. */
    private Optional<String> version() {
        if (!release.wishes().version().isEmpty()) {
            return Optional.of(release.wishes().version());
        }
        var date = DATE.matcher(release.name());
        if (date.find()) {
            return Optional.of(date.group(1));
        }
        release.findings().add(release.name(), "does not tell the date of the release; say which version it is");
        return Optional.empty();
    }

    private CodeSystem system(String version) {
        List<Property> declared = new ArrayList<>();
        properties.forEach(property -> declared.add(new Property(property, "", "string")));
        var rows = concepts.values().stream().map(ConceptDraft::row).toList();
        return new CodeSystem(
                new Canonical(SYSTEM, version),
                "RxNorm",
                "en",
                release.licensed(LICENCE),
                new Rules(true, "is-a", declared),
                rows);
    }

    /** The name that is shown, so far. A concept is obsolete when all its names are. */
    private record Best(boolean obsolete, int place, String text) {
        Best better(Best other) {
            if (obsolete != other.obsolete) {
                return obsolete ? other : this;
            }
            var first = place < other.place || (place == other.place && text.compareTo(other.text) <= 0);
            return first ? this : other;
        }
    }
}
