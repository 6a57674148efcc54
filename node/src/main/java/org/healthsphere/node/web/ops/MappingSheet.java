package org.healthsphere.node.web.ops;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What the workbench of mappings shows, as people read it. */
public final class MappingSheet {
    private MappingSheet() {}

    /** A line of a message: what stands in its places. */
    public record Line(List<Place> places) {
        public Line {
            places = List.copyOf(places);
        }
    }

    /** A place of a message, what stands there, and whether a mapping looks at it. */
    public record Place(String name, String text, boolean read) {}

    /** A resource as it would be. */
    public record Resource(String type, String json) {}

    /** A message and what it comes to, side by side. */
    public record Preview(List<Line> lines, List<Resource> resources, List<String> leftOut) {
        public Preview {
            lines = List.copyOf(lines);
            resources = List.copyOf(resources);
            leftOut = List.copyOf(leftOut);
        }
    }

    /** A code that no map knows, and what it may mean. */
    public record Unmapped(String system, String code, String name, int patients, List<String> suggestions) {
        public Unmapped {
            suggestions = List.copyOf(suggestions);
        }
    }

    /** A place of messages and how often something stood there. */
    public record Element(String name, int times, boolean read) {}

    /** One day: how many messages, and of the places in which something stood how many were looked at. */
    public record Day(LocalDate day, int messages, int refused, int percent) {}

    /** Something that is wrong or left out, how often. */
    public record Finding(String what, int times) {}

    /** How the newest messages of a source fare. */
    public record Survey(
            int messages, List<Unmapped> unmapped, List<Element> elements, List<Day> days, List<Finding> findings) {
        public Survey {
            unmapped = List.copyOf(unmapped);
            elements = List.copyOf(elements);
            days = List.copyOf(days);
            findings = List.copyOf(findings);
        }
    }

    /** What changes in one message: lines with a minus are so now, those with a plus would be. */
    public record Difference(String message, List<String> lines) {
        public Difference {
            lines = List.copyOf(lines);
        }
    }

    /**
     * What a mapping file would change.
     *
     * @param changed how many messages
     * @param differences the first of them
     */
    public record Comparison(int messages, int refused, int taken, int changed, List<Difference> differences) {
        public Comparison {
            differences = List.copyOf(differences);
        }

        public boolean hasMore() {
            return differences.size() < changed;
        }
    }

    /**
     * A message that is kept.
     *
     * @param told the resources that it tells of, with their types and ids
     */
    public record Kept(
            String message, Instant at, String source, String kind, String id, boolean withdrawn, List<String> told) {
        public Kept {
            told = List.copyOf(told);
        }
    }

    /** The whole page. */
    public record View(
            List<String> sources,
            List<String> kinds,
            MappingPages.Trial trial,
            Optional<Survey> survey,
            Optional<Preview> preview,
            Optional<Comparison> comparison,
            List<String> wrong) {
        public View {
            sources = List.copyOf(sources);
            kinds = List.copyOf(kinds);
            wrong = List.copyOf(wrong);
        }
    }

    /** Kept messages, and what was looked for. */
    public record KeptView(List<String> sources, String source, String id, List<Kept> messages, Optional<String> done) {
        public KeptView {
            sources = List.copyOf(sources);
            messages = List.copyOf(messages);
        }

        public boolean mayHaveMore() {
            return messages.size() >= MappingPages.MOST_KEPT;
        }
    }
}
