package org.healthsphere.node.web.desk;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.web.view.SiteAnswer;

/** What was told of an analysis: as tables, and as a drawing of them. */
public record ResultSheet(
        String study,
        String title,
        StudySheet.Line analysis,
        List<Grid> tables,
        Optional<Chart> chart,
        List<SiteAnswer> sites,
        List<SiteCoverage> coverage,
        Instant at) {
    public ResultSheet {
        tables = List.copyOf(tables);
        sites = List.copyOf(sites);
        coverage = List.copyOf(coverage);
    }

    /**
     * A table.
     *
     * @param head the names of the columns, which are names of the result's own language
     */
    public record Grid(String caption, List<String> head, List<List<String>> rows) {
        public Grid {
            head = List.copyOf(head);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    public long sitesCounted() {
        return sites.stream().filter(site -> site.status().isComplete()).count();
    }
}
