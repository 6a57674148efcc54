package org.healthsphere.node.web.view;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * One entry of a record.
 *
 * @param state the standard's word for where it stands: active, resolved, stopped
 * @param sources every hospital that reports it; there is at least one
 * @param papers the documents behind it
 */
public record Fact(
        String what,
        Optional<Measured> value,
        Optional<LocalDate> on,
        Optional<String> state,
        List<Source> sources,
        List<Paper> papers) {
    public Fact {
        sources = List.copyOf(sources);
        papers = List.copyOf(papers);
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("nothing is known from nowhere");
        }
    }

    /** One without documents. */
    public Fact(
            String what,
            Optional<Measured> value,
            Optional<LocalDate> on,
            Optional<String> state,
            List<Source> sources) {
        this(what, value, on, state, sources, List.of());
    }

    @Override
    public String toString() {
        return "Fact[" + sources.size() + " sources]";
    }
}
