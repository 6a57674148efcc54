package org.healthsphere.node.store.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LatLonPoint;
import org.apache.lucene.document.LongRange;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedNumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Coding;

/** What the index holds about a resource: nothing but terms, points and values; the bytes stay in the store. */
final class Documents {
    private final SearchParameters parameters;
    private final Extractor extractor;

    Documents(SearchParameters parameters) {
        this.parameters = parameters;
        this.extractor = new Extractor(this::extracted);
    }

    private Collection<SearchParameter> extracted(String type) {
        var all = new ArrayList<>(parameters.of(type));
        all.addAll(List.of(About.CODE, About.AUTHOR, About.BELONGING));
        return all;
    }

    /** The document of the current version, at its place in the order of changes. */
    Document of(StoredResource resource, long position) {
        return new Builder(resource, position).build();
    }

    private final class Builder {
        private final StoredResource resource;
        private final Document document = new Document();
        private final Set<String> terms = new HashSet<>();

        // Plain values: values with a dictionary of their own cost too much where a segment is one resource.
        private final IdentityHashMap<SearchParameter, BytesRef> least = new IdentityHashMap<>();
        private final IdentityHashMap<SearchParameter, BytesRef> greatest = new IdentityHashMap<>();
        private final IdentityHashMap<SearchParameter, List<List<Found>>> tuples = new IdentityHashMap<>();
        private final IdentityHashMap<SearchParameter, String> links = new IdentityHashMap<>();

        Builder(StoredResource resource, long position) {
            this.resource = resource;
            document.add(new NumericDocValuesField(Terms.POSITION, position));
        }

        Document build() {
            var id = resource.id();
            document.add(new BinaryDocValuesField(Terms.NAME, Terms.bytes(id.toString())));
            terms.add(Terms.name(id.toString()));
            terms.add(Terms.type(id.type()));
            terms.add(resource.patient().map(Terms::patient).orElse(Terms.noPatient()));
            extractor.extract(id.type(), resource.json(), this::found);
            parameters.find(id.type(), "_id").ifPresent(p -> {
                terms.add(Terms.present(p));
                terms.add(Terms.code(p, id.id()));
                sortable(p, id.id());
            });
            least.forEach((p, text) -> document.add(new BinaryDocValuesField(Terms.least(p), text)));
            greatest.forEach((p, text) -> document.add(new BinaryDocValuesField(Terms.greatest(p), text)));
            links.forEach((p, all) -> document.add(new BinaryDocValuesField(Terms.values(p), Terms.bytes(all))));
            tuples.forEach((p, all) -> document.add(new BinaryDocValuesField(Terms.tuples(p), Tuples.write(all))));
            terms.forEach(t -> document.add(new StringField(Terms.FIELD, Terms.bytes(t), Field.Store.NO)));
            return document;
        }

        private void found(Found found) {
            if (found instanceof Found.Token token && token.parameter().equals(About.CODE)) {
                terms.add(Terms.about(new Coding(token.system(), token.code())));
                return;
            }
            if (About.isReference(found.parameter())) {
                if (found instanceof Found.Reference(var p, var reference)) {
                    terms.add(Terms.about(p, References.current(reference)));
                }
                return;
            }
            terms.add(Terms.present(found.parameter()));
            switch (found) {
                case Found.Token token -> token(token);
                case Found.Text(var p, var text) -> text(p, text);
                case Found.Time(var p, var range) -> time(p, range);
                case Found.Reference(var p, var reference) -> reference(p, References.current(reference));
                case Found.Uri(var p, var uri) -> terms.add(Terms.uri(p, uri));
                case Found.Amount amount -> amount(amount);
                case Found.Words(var p, var text) -> terms.add(Terms.words(p, text));
                case Found.Typed(var p, var system, var code, var value) ->
                    terms.add(Terms.typed(p, system, code, value));
                case Found.Identified(var p, var system, var value) -> identified(p, system, value);
                case Found.Point(var p, var latitude, var longitude) ->
                    document.add(new LatLonPoint(Terms.points(p), latitude, longitude));
                case Found.Tuple(var p, var parts) -> {
                    parts.forEach(this::found);
                    tuples.computeIfAbsent(p, _ -> new ArrayList<>()).add(parts);
                }
            }
        }

        private void token(Found.Token token) {
            var p = token.parameter();
            terms.add(Terms.coding(p, token.system(), token.code()));
            terms.add(Terms.code(p, token.code()));
            if (!token.system().isEmpty()) {
                terms.add(Terms.system(p, token.system()));
            }
            if (token.implied()) {
                terms.add(Terms.implied(p, token.code()));
            }
        }

        private void text(SearchParameter p, String text) {
            terms.add(Terms.exact(p, text));
            var normal = Terms.text(p, text);
            terms.add(normal);
            sortable(p, normal.substring(Terms.text(p, "").length()));
        }

        /** A component of a composite is not sorted by, and no chain begins at it. */
        private static boolean isPart(SearchParameter p) {
            return p.name().indexOf('$') >= 0;
        }

        private void sortable(SearchParameter p, String value) {
            if (isPart(p)) {
                return;
            }
            var text = Terms.bytes(value);
            least.merge(p, text, (a, b) -> a.compareTo(b) <= 0 ? a : b);
            greatest.merge(p, text, (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }

        private void time(SearchParameter p, DateRange range) {
            document.add(new LongRange(Terms.points(p), new long[] {range.low()}, new long[] {range.high()}));
            if (!isPart(p)) {
                document.add(new SortedNumericDocValuesField(Terms.values(p), range.low()));
            }
        }

        private void identified(SearchParameter p, String system, String value) {
            terms.add(Terms.identified(p, system, value));
            terms.add(Terms.identifiedValue(p, value));
            terms.add(Terms.identifiedSystem(p, system));
        }

        private void reference(SearchParameter p, String reference) {
            if (terms.add(Terms.reference(p, reference))) {
                References.id(reference).ifPresent(id -> terms.add(Terms.referenceId(p, id)));
                if (!isPart(p)) {
                    links.merge(p, reference, (a, b) -> a + Terms.BETWEEN + b);
                }
            }
        }

        private void amount(Found.Amount amount) {
            var p = amount.parameter();
            var value = amount.value().doubleValue();
            document.add(new DoublePoint(Terms.points(p), value));
            if (!isPart(p)) {
                document.add(
                        new SortedNumericDocValuesField(Terms.values(p), NumericUtils.doubleToSortableLong(value)));
            }
            Measures.points(amount).forEach(document::add);
        }
    }
}
