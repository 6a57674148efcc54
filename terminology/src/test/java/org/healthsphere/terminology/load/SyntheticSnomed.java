package org.healthsphere.terminology.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.terminology.content.Snomed;

/**
 * Invents an edition in SNOMED CT's release format: identifiers, names and relations are drawn by lot; nothing of it is SNOMED CT.
 *
 * <p>The concepts that the format itself needs keep their identifiers.
 */
public final class SyntheticSnomed {
    public static final String DATE = "20260101";
    public static final String MODULE = "900000000000207008";
    private static final List<String> SYLLABLES =
            List.of("ba", "ke", "li", "mo", "nu", "ra", "si", "to", "vé", "zu", "dra", "plo");
    private static final String US = "900000000000509007";
    private static final String GERMAN = id(31_000, "10");

    public final List<Concept> concepts = new ArrayList<>();
    public final List<String> attributes = new ArrayList<>();
    public final List<String> refsets = new ArrayList<>();
    private final Random random;
    private int next = 100_000;

    private SyntheticSnomed(Random random) {
        this.random = random;
    }

    /** An edition with so many concepts besides those of its own model. */
    public static SyntheticSnomed of(long seed, int size) {
        var edition = new SyntheticSnomed(new Random(seed));
        var root = edition.concept("138875005", List.of());
        var model = edition.concept("106237007", List.of(root.id()));
        for (var i = 0; i < 5; i++) {
            edition.attributes.add(
                    edition.concept(edition.newId(), List.of(model.id())).id());
        }
        for (var i = 0; i < 4; i++) {
            edition.refsets.add(
                    edition.concept(edition.newId(), List.of(model.id())).id());
        }
        var _ = edition.concept(MODULE, List.of(model.id()));
        var _ = edition.concept(Snomed.IS_A, List.of(model.id()));
        for (var i = 0; i < size; i++) {
            edition.clinical();
        }
        return edition;
    }

    /** An identifier with its check digit; the partition says it is a concept ({@code 00}) or a description ({@code 01}). */
    static String id(long item, String partition) {
        for (var check = 0; check < 10; check++) {
            var id = item + partition + check;
            if (Snomed.isIdentifier(id)) {
                return id;
            }
        }
        throw new IllegalStateException("one of ten digits is the check digit");
    }

    private String newId() {
        return id(next++, "00");
    }

    private Concept concept(String id, List<String> parents) {
        var concept = new Concept(
                id, true, random.nextBoolean(), parents, new ArrayList<>(), new LinkedHashSet<>(), name(), name());
        concepts.add(concept);
        return concept;
    }

    private void clinical() {
        Set<String> parents = new LinkedHashSet<>();
        for (var n = 1 + random.nextInt(3); n > 0; n--) {
            var at = concepts.get(random.nextInt(concepts.size()));
            if (at.active()) {
                parents.add(at.id());
            }
        }
        var active = !parents.isEmpty() && random.nextInt(12) > 0;
        var concept = new Concept(
                newId(),
                active,
                random.nextBoolean(),
                active ? List.copyOf(parents) : List.of(),
                new ArrayList<>(),
                new LinkedHashSet<>(),
                name(),
                name());
        if (active) {
            relate(concept);
        }
        refsets.stream().filter(_ -> random.nextInt(5) == 0).forEach(concept.refsets()::add);
        concepts.add(concept);
    }

    private void relate(Concept concept) {
        for (var n = random.nextInt(5); n > 0; n--) {
            var group = random.nextInt(3);
            var type = attributes.get(random.nextInt(attributes.size()));
            var relation = type.equals(attributes.getLast())
                    ? new Relation(group, type, "#" + random.nextInt(5))
                    : new Relation(
                            group,
                            type,
                            concepts.get(random.nextInt(concepts.size())).id());
            if (!concept.relations().contains(relation)) {
                concept.relations().add(relation);
            }
        }
    }

    private String name() {
        var words = new StringBuilder();
        for (var word = 1 + random.nextInt(3); word > 0; word--) {
            for (var part = 2 + random.nextInt(2); part > 0; part--) {
                words.append(SYLLABLES.get(random.nextInt(SYLLABLES.size())));
            }
            words.append(word > 1 ? " " : "");
        }
        return words.toString();
    }

    /** Writes the release; columns and rows come in an order drawn by lot. */
    public Path write(Path folder, long shuffle) throws IOException {
        var tables = new Tables(folder, new Random(shuffle));
        tables.write(
                "Terminology/sct2_Concept_Snapshot_INT_" + DATE + ".txt",
                "id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId",
                concepts.stream().map(Concept::row));
        var descriptions =
                concepts.stream().flatMap(SyntheticSnomed::descriptions).toList();
        tables.write(
                "Terminology/sct2_Description_Snapshot-en_INT_" + DATE + ".txt",
                "id\teffectiveTime\tactive\tmoduleId\tconceptId\tlanguageCode\ttypeId\tterm\tcaseSignificanceId",
                descriptions.stream());
        tables.write(
                "Terminology/sct2_Relationship_Snapshot_INT_" + DATE + ".txt",
                "id\teffectiveTime\tactive\tmoduleId\tsourceId\tdestinationId\trelationshipGroup\ttypeId\tcharacteristicTypeId\tmodifierId",
                relations(false));
        tables.write(
                "Terminology/sct2_RelationshipConcreteValues_Snapshot_INT_" + DATE + ".txt",
                "id\teffectiveTime\tactive\tmoduleId\tsourceId\tvalue\trelationshipGroup\ttypeId\tcharacteristicTypeId\tmodifierId",
                relations(true));
        tables.write(
                "Refset/Content/der2_Refset_SimpleSnapshot_INT_" + DATE + ".txt",
                "id\teffectiveTime\tactive\tmoduleId\trefsetId\treferencedComponentId",
                concepts.stream()
                        .flatMap(concept -> concept.refsets().stream()
                                .map(refset -> "m" + refset + concept.id() + "\t" + DATE + "\t1\t" + MODULE + "\t"
                                        + refset + "\t" + concept.id())));
        tables.write(
                "Refset/Language/der2_cRefset_LanguageSnapshot-en_INT_" + DATE + ".txt",
                "id\teffectiveTime\tactive\tmoduleId\trefsetId\treferencedComponentId\tacceptabilityId",
                concepts.stream()
                        .flatMap(concept -> Stream.of(language(concept, "01", US), language(concept, "02", GERMAN))));
        tables.write(
                "Refset/Map/der2_sRefset_SimpleMapSnapshot_INT_" + DATE + ".txt",
                "id\teffectiveTime\tactive\tmoduleId\trefsetId\treferencedComponentId\tmapTarget",
                Stream.of("x\t" + DATE + "\t1\t" + MODULE + "\t447562003\t"
                        + concepts.getLast().id() + "\tX99"));
        return folder;
    }

    private static String language(Concept concept, String kind, String refset) {
        return "l" + kind + concept.id() + "\t" + DATE + "\t1\t" + MODULE + "\t" + refset + "\t" + kind + concept.id()
                + "\t" + Snomed.PREFERRED;
    }

    private static Stream<String> descriptions(Concept concept) {
        var start = "\t" + DATE + "\t1\t" + MODULE + "\t" + concept.id();
        return Stream.of(
                "00" + concept.id() + start + "\ten\t" + Snomed.FULLY_SPECIFIED_NAME + "\t" + concept.name()
                        + " (thing)\tx",
                "01" + concept.id() + start + "\ten\t" + Snomed.SYNONYM + "\t" + concept.name() + "\tx",
                "02" + concept.id() + start + "\tde\t" + Snomed.SYNONYM + "\t" + concept.german() + "\tx");
    }

    private Stream<String> relations(boolean concrete) {
        return concepts.stream()
                .flatMap(concept -> Stream.concat(
                                concrete
                                        ? Stream.<Relation>of()
                                        : concept.parents().stream()
                                                .map(parent -> new Relation(0, Snomed.IS_A, parent)),
                                concept.relations().stream()
                                        .filter(relation -> relation.value().startsWith("#") == concrete))
                        .map(relation -> "r\t" + DATE + "\t1\t" + MODULE + "\t" + concept.id() + "\t" + relation.value()
                                + "\t" + relation.group() + "\t" + relation.type()
                                + "\t900000000000011006\t900000000000451002"));
    }

    /** A concept as it was invented. */
    public record Concept(
            String id,
            boolean active,
            boolean defined,
            List<String> parents,
            List<Relation> relations,
            Set<String> refsets,
            String name,
            String german) {
        String row() {
            return id + "\t" + DATE + "\t" + (active ? "1" : "0") + "\t" + MODULE + "\t"
                    + (defined ? Snomed.SUFFICIENT : "900000000000074008");
        }
    }

    /** An attribute and its value, in a role group. */
    public record Relation(int group, String type, String value) {}

    /** Writes tables with their columns and rows shuffled. */
    private record Tables(Path folder, Random random) {
        void write(String name, String head, Stream<String> rows) throws IOException {
            var order = new ArrayList<Integer>();
            for (var i = 0; i < head.split("\t").length; i++) {
                order.add(i);
            }
            Collections.shuffle(order, random);
            var lines = new ArrayList<>(rows.toList());
            Collections.shuffle(lines, random);
            lines.addFirst(head);
            var file = folder.resolve("Snapshot").resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, lines.stream().map(line -> shuffled(line, order)).toList());
        }

        private static String shuffled(String line, List<Integer> order) {
            var cells = line.split("\t", -1);
            return String.join("\t", order.stream().map(i -> cells[i]).toList()) + "\r";
        }
    }
}
