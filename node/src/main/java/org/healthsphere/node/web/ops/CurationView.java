package org.healthsphere.node.web.ops;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.web.ops.CurationPages.Change;
import org.healthsphere.node.web.ops.CurationPages.MapDraft;
import org.healthsphere.node.web.ops.CurationPages.OpenCode;

/**
 * The codes without a meaning, and the maps in the making.
 *
 * @param problem what was wrong with what the reader has just sent
 */
public record CurationView(
        List<OpenCode> open,
        List<MapDraft> drafts,
        List<Change> changes,
        Optional<String> done,
        Optional<String> problem) {
    public CurationView {
        open = List.copyOf(open);
        drafts = List.copyOf(drafts);
        changes = List.copyOf(changes);
    }

    public boolean mayHaveMore() {
        return open.size() >= CurationPages.MOST_OPEN;
    }
}
