package org.healthsphere.node.web.me;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.web.view.Fact;
import org.healthsphere.node.web.view.MergedView;
import org.healthsphere.node.web.view.Paper;

/**
 * The record with the ways to its documents.
 *
 * @param documents what the reader opens each paper by
 * @param curves whether anything in it can be drawn
 * @param brings whether the reader may add documents of other hospitals
 */
public record RecordSheet(
        MergedView record, Map<Paper, String> documents, boolean curves, boolean brings, Optional<String> done) {
    public RecordSheet {
        documents = Map.copyOf(documents);
    }

    /** Everything that lies somewhere as a document. */
    public List<Fact> withPapers() {
        return record.sections().stream()
                .flatMap(section -> section.facts().stream())
                .filter(fact -> !fact.papers().isEmpty())
                .toList();
    }

    public Optional<String> way(Paper paper) {
        return Optional.ofNullable(documents.get(paper));
    }

    @Override
    public String toString() {
        return "RecordSheet[REDACTED]";
    }
}
