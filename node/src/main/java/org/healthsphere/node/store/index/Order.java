package org.healthsphere.node.store.index;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.SortedNumericSortField;
import org.healthsphere.node.store.ResourceIndex.Query;

/**
 * In which order matches come: by what was asked, at last by the order of changes, so that it is total. What has no value comes
 * last, ascending and descending.
 */
record Order(List<SortField> fields) {

    static Order of(Query query, SearchParameters parameters) {
        List<SortField> fields = new ArrayList<>();
        for (var sort : query.sort()) {
            var parameter = parameters
                    .find(query.type(), sort.name())
                    .orElseThrow(() ->
                            new Refused("_sort", "names no search parameter of " + query.type() + ": " + sort.name()));
            fields.add(field(parameter, sort.descending()));
        }
        fields.add(new SortField(Terms.POSITION, SortField.Type.LONG));
        return new Order(List.copyOf(fields));
    }

    Sort sort() {
        return new Sort(fields.toArray(SortField[]::new));
    }

    int size() {
        return fields.size();
    }

    boolean isNumber(int field) {
        return fields.get(field).getType() != SortField.Type.STRING_VAL;
    }

    private static SortField field(SearchParameter parameter, boolean descending) {
        return switch (parameter.kind()) {
            case DATE, NUMBER, QUANTITY -> number(parameter, descending);
            case STRING -> text(parameter, descending);
            case TOKEN, REFERENCE, URI, COMPOSITE, SPECIAL -> {
                if (!parameter.name().equals("_id")) {
                    throw new Refused(
                            "_sort", "is by a date, a string, a number or _id here, not by " + parameter.name());
                }
                yield text(parameter, descending);
            }
        };
    }

    private static SortField number(SearchParameter parameter, boolean descending) {
        var selector = descending ? SortedNumericSelector.Type.MAX : SortedNumericSelector.Type.MIN;
        var field = new SortedNumericSortField(Terms.values(parameter), SortField.Type.LONG, descending, selector);
        field.setMissingValue(descending ? Long.MIN_VALUE : Long.MAX_VALUE);
        return field;
    }

    private static SortField text(SearchParameter parameter, boolean descending) {
        var name = descending ? Terms.greatest(parameter) : Terms.least(parameter);
        var field = new SortField(name, SortField.Type.STRING_VAL, descending);
        field.setMissingValue(descending ? SortField.STRING_FIRST : SortField.STRING_LAST);
        return field;
    }
}
