package org.healthsphere.terminology.curation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.curation.MapSuggestions.Suggestion;

/**
 * A map in the making, as a table in SSSOM's TSV form that a steward works on with whatever he likes: he deletes or corrects lines, and
 * puts his name into {@code reviewer_id} of those he stands for. Only those are published, and his name goes with each of them.
 */
public final class MapDraft {
    private static final List<String> COLUMNS = List.of(
            "subject_id",
            "subject_label",
            "predicate_id",
            "object_id",
            "object_label",
            "mapping_justification",
            "confidence",
            "reviewer_id",
            "comment");
    private static final String SUGGESTED = "semapv:LexicalMatching";
    private static final String REVIEWED = "semapv:MappingReview";

    private MapDraft() {}

    /** The draft of a map with a canonical, in which nothing is reviewed yet. */
    public static String of(String canonical, String local, String target, List<Suggestion> suggestions) {
        var draft = new StringBuilder("""
                # curie_map:
                #   L: %s
                #   T: %s
                # license: unspecified
                # mapping_set_id: %s
                # mapping_set_title: Codes of %s in %s
                """.formatted(local, target, canonical, local, target));
        draft.append(String.join("\t", COLUMNS)).append('\n');
        suggestions.forEach(one -> draft.append(String.join(
                        "\t",
                        "L:" + one.source().code(),
                        plain(one.sourceName()),
                        one.predicate(),
                        "T:" + one.target().code(),
                        plain(one.targetName()),
                        SUGGESTED,
                        String.format(Locale.ROOT, "%.2f", one.score()),
                        "",
                        ""))
                .append('\n'));
        return draft.toString();
    }

    /** A cell holds neither tab nor line end. */
    private static String plain(String text) {
        return text.replaceAll("\\s+", " ");
    }

    /** The lines that somebody stands for, as a map in a version; a draft without such lines is refused. */
    public static Outcome<String> reviewed(String draft, String version) {
        var lines = draft.lines().toList();
        var at = firstTable(lines);
        if (at.isEmpty()) {
            return refused("has no table");
        }
        var head = List.of(lines.get(at.orElseThrow()).split("\t", -1));
        var reviewer = head.indexOf("reviewer_id");
        var justification = head.indexOf("mapping_justification");
        if (reviewer < 0 || justification < 0) {
            return refused("lacks the column " + (reviewer < 0 ? "reviewer_id" : "mapping_justification"));
        }
        List<String> kept = new ArrayList<>();
        for (var line : lines.subList(at.orElseThrow() + 1, lines.size())) {
            var cells = line.split("\t", -1);
            if (cells.length > Math.max(reviewer, justification) && !cells[reviewer].isBlank()) {
                cells[justification] = REVIEWED;
                kept.add(String.join("\t", cells) + "\t" + cells[reviewer]);
            }
        }
        return kept.isEmpty()
                ? refused("has no line with a reviewer_id: nothing is reviewed")
                : Outcome.of(written(lines.subList(0, at.orElseThrow()), head, kept, version));
    }

    private static String written(List<String> comments, List<String> head, List<String> kept, String version) {
        List<String> lines = new ArrayList<>();
        comments.stream()
                .filter(line -> !line.startsWith("# mapping_set_version:"))
                .forEach(lines::add);
        lines.add("# mapping_set_version: " + version);
        lines.add(String.join("\t", head) + "\tauthor_id");
        lines.addAll(kept);
        return String.join("\n", lines) + "\n";
    }

    private static Optional<Integer> firstTable(List<String> lines) {
        for (var i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("#") && !lines.get(i).isBlank()) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static Outcome<String> refused(String what) {
        return Outcome.failed(new Fault.Invalid(List.of(new Problem("draft", what))));
    }
}
