package org.healthsphere.node.store.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.TermsEnum.SeekStatus;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.healthsphere.node.store.CodeRelations;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;

/** Finds which of the codes that the index has are meant by a value set, or by a place in a hierarchy. */
final class Codes {
    private final CodeRelations relations;
    private final IndexReader reader;

    Codes(CodeRelations relations, IndexReader reader) {
        this.relations = relations;
        this.reader = reader;
    }

    /** {@code in}, {@code below} or {@code above} some value. */
    Query query(SearchParameter p, String relation, String value) throws IOException {
        var meant = switch (relation) {
            case "in" -> relations.in(value);
            case "below" -> relations.below(coding(p, relation, value));
            case "above" -> relations.above(coding(p, relation, value));
            default -> throw new IllegalArgumentException(relation.toLowerCase(Locale.ROOT));
        };
        return switch (meant) {
            case Outcome.Success<Predicate<Coding>>(var predicate) -> query(p, predicate);
            case Outcome.Failure<Predicate<Coding>> _ ->
                throw new Refused(p.name() + ":" + relation, "names what the terminology of this server does not know");
        };
    }

    private static Coding coding(SearchParameter p, String relation, String value) {
        var bar = value.indexOf('|');
        if (bar <= 0 || bar == value.length() - 1) {
            throw new Refused(p.name() + ":" + relation, "is system|code");
        }
        return new Coding(value.substring(0, bar), value.substring(bar + 1));
    }

    private Query query(SearchParameter p, Predicate<Coding> meant) throws IOException {
        var terms = MultiTerms.getTerms(reader, Terms.FIELD);
        var prefix = Terms.bytes(Terms.codings(p));
        List<BytesRef> found = new ArrayList<>();
        if (terms != null) {
            var each = terms.iterator();
            var more = each.seekCeil(prefix) != SeekStatus.END;
            while (more && StringHelper.startsWith(each.term(), prefix)) {
                var term = each.term();
                if (coding(term.utf8ToString().substring(Terms.codings(p).length()))
                        .filter(meant)
                        .isPresent()) {
                    found.add(BytesRef.deepCopyOf(term));
                }
                more = each.next() != null;
            }
        }
        return found.isEmpty() ? new MatchNoDocsQuery() : new TermInSetQuery(Terms.FIELD, found);
    }

    /** A code without a system is none that a terminology knows. */
    private static Optional<Coding> coding(String written) {
        var bar = written.indexOf('|');
        return bar > 0 && bar < written.length() - 1
                ? Optional.of(new Coding(written.substring(0, bar), written.substring(bar + 1)))
                : Optional.empty();
    }
}
