package org.healthsphere.node.ingest.cda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import org.healthsphere.node.ingest.Json;

/**
 * The text of a section as FHIR narrative: what a person reads, and nothing that acts.
 *
 * <p>Only the elements named here pass, with the attributes named here; pictures and links become their text.
 */
final class Narrative {
    private static final Map<String, String> ELEMENTS = Map.ofEntries(
            Map.entry("paragraph", "p"),
            Map.entry("content", "span"),
            Map.entry("item", "li"),
            Map.entry("table", "table"),
            Map.entry("thead", "thead"),
            Map.entry("tbody", "tbody"),
            Map.entry("tfoot", "tfoot"),
            Map.entry("tr", "tr"),
            Map.entry("th", "th"),
            Map.entry("td", "td"),
            Map.entry("br", "br"),
            Map.entry("sub", "sub"),
            Map.entry("sup", "sup"));
    private static final Set<String> SPANNING = Set.of("colspan", "rowspan");
    // In these HTML has nothing but rows and cells.
    private static final Set<String> ROWS = Set.of("thead", "tbody", "tfoot", "tr");
    private static final Set<String> CELLS = Set.of("th", "td");
    private static final Set<String> DROPPED = Set.of("renderMultiMedia");

    private final StringBuilder out = new StringBuilder();

    private Narrative() {}

    /** FHIR Narrative of a section's text element. */
    static ObjectNode of(CdaElement text) {
        var narrative = new Narrative();
        text.content().forEach(narrative::node);
        var div = "<div xmlns=\"http://www.w3.org/1999/xhtml\">"
                + narrative.out.toString().strip() + "</div>";
        return Json.object().put("status", "generated").put("div", div);
    }

    /** FHIR asks for a text where there is nothing else. */
    static ObjectNode none() {
        return Json.object()
                .put("status", "generated")
                .put("div", "<div xmlns=\"http://www.w3.org/1999/xhtml\">The document says nothing here.</div>");
    }

    private void node(Object node) {
        if (!(node instanceof CdaElement element)) {
            escaped(node.toString());
        } else if (!DROPPED.contains(element.name())) {
            element(element);
        }
    }

    private void element(CdaElement element) {
        var name = name(element);
        if (isBetweenCells(element, name)) {
            cell(element);
        } else if (name.isEmpty()) {
            element.content().forEach(this::node);
        } else if (name.equals("br")) {
            out.append("<br/>");
        } else if (element.name().equals("list")) {
            list(element, name);
        } else {
            out.append('<').append(name);
            SPANNING.stream()
                    .filter(a -> element.attribute(a).matches("\\d{1,3}"))
                    .sorted()
                    .forEach(a -> out.append(' ')
                            .append(a)
                            .append("=\"")
                            .append(element.attribute(a))
                            .append('"'));
            out.append('>');
            element.content().forEach(this::node);
            out.append("</").append(name).append('>');
        }
    }

    private static boolean isBetweenCells(CdaElement element, String name) {
        return !ROWS.contains(name)
                && !CELLS.contains(name)
                && element.parent().filter(p -> ROWS.contains(p.name())).isPresent();
    }

    /** HTML has cells in a row and nothing else: what stands there without one gets one. */
    private void cell(CdaElement element) {
        var isInRow = element.parent().filter(p -> p.name().equals("tr")).isPresent();
        out.append(isInRow ? "<td>" : "<tr><td>");
        element.content().forEach(this::node);
        out.append(isInRow ? "</td>" : "</td></tr>");
    }

    /** HTML has items in a list and nothing else: what stands beside them, as its caption, comes before it. */
    private void list(CdaElement list, String name) {
        list.content().stream().filter(node -> !isItem(node)).forEach(this::node);
        var items = list.content().stream().filter(Narrative::isItem).toList();
        if (!items.isEmpty()) {
            out.append('<').append(name).append('>');
            items.forEach(this::node);
            out.append("</").append(name).append('>');
        }
    }

    private static boolean isItem(Object node) {
        return node instanceof CdaElement element && element.name().equals("item");
    }

    private static String name(CdaElement element) {
        return switch (element.name()) {
            case "list" -> element.attribute("listType").equals("ordered") ? "ol" : "ul";
            case "caption" ->
                element.parent().filter(p -> p.name().equals("table")).isPresent() ? "caption" : "b";
            default -> ELEMENTS.getOrDefault(element.name(), "");
        };
    }

    private void escaped(String text) {
        text.chars().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                default -> out.append((char) c);
            }
        });
    }
}
