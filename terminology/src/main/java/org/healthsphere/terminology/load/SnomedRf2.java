package org.healthsphere.terminology.load;

import java.util.ArrayList;
import java.util.HashMap;
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
import org.healthsphere.terminology.content.Snomed;

/**
 * Reads a SNOMED CT release: the snapshot of Release Format 2, with concepts, descriptions, language reference sets, inferred
 * relationships, reference sets and maps.
 *
 * <p>SNOMED CT is licensed by SNOMED International; who loads a release holds the licence for it.
 */
final class SnomedRf2 {
    private static final String LICENCE =
            "SNOMED CT, SNOMED International: for holders of an affiliate licence, or where the country is a member";
    private static final Pattern DATE = Pattern.compile("_(\\d{8})\\.txt$");
    private static final List<String> CONCEPT =
            List.of("id", "effectiveTime", "active", "moduleId", "definitionStatusId");
    private static final List<String> RELATIONSHIP =
            List.of("id", "active", "sourceId", "relationshipGroup", "typeId", "characteristicTypeId");
    private static final Set<String> NO_MEMBERS =
            Set.of("Language", "ModuleDependency", "RefsetDescriptor", "DescriptionType", "OWLExpression", "MRCM");

    private final Release release;
    private final Map<String, SnomedConcept> concepts = new LinkedHashMap<>();
    private final Map<String, Integer> modules = new HashMap<>();
    private final Set<String> attributes = new TreeSet<>();
    private final Set<String> concrete = new TreeSet<>();

    private SnomedRf2(Release release) {
        this.release = release;
    }

    static void read(Release release, Consumer<Content> into) {
        new SnomedRf2(release).read(into);
    }

    static boolean isOne(Archive archive) {
        return archive.find(snapshot("sct2_Concept_")).isPresent();
    }

    /** The file of the snapshot whose name starts so, wherever it lies. */
    private static Predicate<String> snapshot(String start) {
        return name -> {
            var file = name.substring(name.lastIndexOf('/') + 1);
            return file.startsWith(start) && file.contains("Snapshot") && file.endsWith(".txt");
        };
    }

    private void read(Consumer<Content> into) {
        var file = release.required("sct2_Concept_Snapshot…", snapshot("sct2_Concept_"));
        var _ = release.required("sct2_Description_Snapshot…", snapshot("sct2_Description_"));
        var _ = release.required("sct2_Relationship_Snapshot…", snapshot("sct2_Relationship_"));
        file.ifPresent(concepts -> Table.tabs(release, concepts, CONCEPT, this::concept));
        // Without its concepts every other table is wrong in every row.
        if (file.isEmpty() || !release.findings().areEmpty()) {
            return;
        }
        var names = new SnomedNames(release, concepts);
        names.read(files(snapshot("sct2_Description_")), files(snapshot("der2_cRefset_Language")));
        names.definitions(files(snapshot("sct2_TextDefinition_")));
        relationships();
        members();
        id(file.orElseThrow()).filter(_ -> release.findings().areEmpty()).ifPresent(id -> {
            into.accept(system(id));
            new SnomedMaps(release, id).read(files(snapshot("der2_")), into);
        });
    }

    private List<String> files(Predicate<String> which) {
        return release.archive().names().stream().filter(which).toList();
    }

    private void concept(Table.Row row) {
        row.required("id").ifPresent(id -> {
            if (!Snomed.isIdentifier(id)) {
                row.problem("id", "is not a SNOMED CT identifier: its check digit is wrong");
            } else if (concepts.putIfAbsent(id, new SnomedConcept(id, row)) != null) {
                row.problem("id", "is there twice: " + id);
            }
            modules.merge(row.cell("moduleId"), 1, Integer::sum);
        });
    }

    private void relationships() {
        files(snapshot("sct2_Relationship_"))
                .forEach(file -> Table.tabs(
                        release, file, with(RELATIONSHIP, "destinationId"), row -> relationship(row, false)));
        files(snapshot("sct2_RelationshipConcreteValues_"))
                .forEach(
                        file -> Table.tabs(release, file, with(RELATIONSHIP, "value"), row -> relationship(row, true)));
    }

    private static List<String> with(List<String> columns, String more) {
        List<String> all = new ArrayList<>(columns);
        all.add(more);
        return all;
    }

    /** Only what is inferred counts: what was stated is in the OWL reference set. */
    private void relationship(Table.Row row, boolean isConcrete) {
        if (!row.isActive() || row.cell("characteristicTypeId").equals(Snomed.STATED)) {
            return;
        }
        var source = concepts.get(row.cell("sourceId"));
        if (source == null) {
            row.problem("sourceId", "is no concept of the release: " + row.cell("sourceId"));
            return;
        }
        var type = row.cell("typeId");
        var value = isConcrete ? row.cell("value") : row.cell("destinationId");
        if (!isConcrete && !concepts.containsKey(value)) {
            row.problem("destinationId", "is no concept of the release: " + value);
        } else if (type.equals(Snomed.IS_A)) {
            source.below(value);
        } else {
            (isConcrete ? concrete : attributes).add(type);
            source.relate(row, type, value);
        }
    }

    private void members() {
        files(snapshot("der2_")).stream()
                .filter(name -> NO_MEMBERS.stream().noneMatch(name::contains))
                .forEach(file -> Table.tabs(
                        release, file, List.of("active", "refsetId", "referencedComponentId"), this::member));
    }

    private void member(Table.Row row) {
        var concept = concepts.get(row.cell("referencedComponentId"));
        if (concept != null && row.isActive()) {
            row.required("refsetId").ifPresent(concept::memberOf);
        }
    }

    /** The canonical of the edition: its module and the date in the name of the file. */
    private Optional<Canonical> id(String file) {
        if (!release.wishes().version().isEmpty()) {
            return Optional.of(new Canonical(Snomed.SYSTEM, release.wishes().version()));
        }
        var date = DATE.matcher(file);
        if (!date.find()) {
            release.findings().add(file, "does not tell the date of the release; say which version it is");
            return Optional.empty();
        }
        var edition = release.wishes().module().isEmpty()
                ? new SnomedModules(release, modules).edition(files(snapshot("der2_ssRefset_ModuleDependency")))
                : release.wishes().module();
        return Optional.of(new Canonical(Snomed.SYSTEM, Snomed.SYSTEM + "/" + edition + "/version/" + date.group(1)));
    }

    private CodeSystem system(Canonical id) {
        List<Property> properties = new ArrayList<>(Snomed.PROPERTIES);
        attributes.forEach(type -> properties.add(new Property(type, Snomed.SYSTEM + "/id/" + type, "code")));
        concrete.stream()
                .filter(type -> !attributes.contains(type))
                .forEach(type -> properties.add(new Property(type, Snomed.SYSTEM + "/id/" + type, "string")));
        var rows = concepts.values().stream().map(SnomedConcept::row).toList();
        return new CodeSystem(
                id, "SNOMED CT", "en", release.licensed(LICENCE), new Rules(true, "is-a", properties), rows);
    }
}
