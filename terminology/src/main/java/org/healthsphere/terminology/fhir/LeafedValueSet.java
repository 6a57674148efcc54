package org.healthsphere.terminology.fhir;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.fhir.Collected.Excerpt;
import org.healthsphere.terminology.fhir.ExpansionFrame.Whole;

/**
 * A large value set whose sets have been joined, ready to be leafed through and searched: for a page, only the codes of the page are
 * looked at.
 *
 * <p>Whoever asks the same of the same value set gets the same pages, so it is kept for the next one. Nothing in it changes.
 */
final class LeafedValueSet {
    private static final int MOST_SEARCHES = 32;

    private final Scope scope;
    private final ValueSet valueSet;
    private final ConceptSets all;
    private final Collected used;
    private final PageJson json;
    private final boolean plain;
    private final ExpansionHead head;
    private final byte[] definition;
    private final Found everything;
    private final Recent<String, Found> searches = new Recent<>(MOST_SEARCHES);

    private LeafedValueSet(Scope scope, ValueSet valueSet, ConceptSets all, Collected used) {
        this.scope = scope;
        this.valueSet = valueSet;
        this.all = all;
        this.used = used;
        this.json = new PageJson(scope.asked());
        this.plain = json.isPlain(all, used);
        this.head = new ExpansionHead(scope, valueSet);
        this.definition = ExpansionFrame.definition(head);
        this.everything = found(all, new Whole(all.size(), all.digest(), false), "");
    }

    /** The value set, when it is of the kind that can be leafed through, and large. */
    static Optional<LeafedValueSet> of(Scope scope, ValueSet valueSet) {
        var expander = new LargeExpander(scope);
        if (scope.asked().said("versionsMatch").isPresent() || !expander.isPlain(valueSet)) {
            return Optional.empty();
        }
        var used = new Collected(false, false);
        var all = expander.join(valueSet, used);
        return all.size() < LargeExpander.LARGE
                ? Optional.empty()
                : Optional.of(new LeafedValueSet(scope, valueSet, all, used));
    }

    /** Whether leafing is worth it; what is asked for whole and can be given whole is listed, with its hierarchy. */
    boolean isWorthIt(Wanted wanted) {
        return !wanted.page().isWhole() || wanted.isSearch() || everything.total() > wanted.most();
    }

    Reply page(Wanted wanted) {
        var found = found(wanted);
        return plain
                ? new Reply(200, json.written(found.frame(), found.codes().page(wanted.page()), wanted))
                : slowly(found, wanted);
    }

    /** The same page by way of a tree of JSON: for whatever needs it, and the yardstick for what does not. */
    Reply slowly(Wanted wanted) {
        return slowly(found(wanted), wanted);
    }

    private Reply slowly(Found found, Wanted wanted) {
        var collected = new Collected(false, false);
        collected.useAll(used);
        found.codes()
                .page(wanted.page())
                .forEach(place -> collected.add(Entry.of(place.system(), place.concept(), valueSet), Optional.empty()));
        collected.excerpt(new Excerpt(found.total(), found.whole().digest(), found.whole().similar()));
        return Reply.of(head.written(collected, wanted));
    }

    private Found found(Wanted wanted) {
        var found = wanted.isSearch() ? search(wanted.text()) : everything;
        if (wanted.page().isWhole() && found.total() > wanted.most()) {
            throw ExpandOperation.tooMany(valueSet, wanted);
        }
        return found;
    }

    /** What is called so; when nothing is, what is spelled almost like it. */
    private Found search(String text) {
        var known = searches.find(text);
        if (known.isPresent()) {
            return known.orElseThrow();
        }
        var exact = all.named(text, false);
        var found = exact.size() > 0 ? found(exact, text, false) : found(all.named(text, true), text, true);
        searches.put(text, found);
        return found;
    }

    private Found found(ConceptSets codes, String text, boolean similar) {
        var name = everything.whole().digest() + (similar ? " like " : " named ") + text;
        var digest = Sha256.of(name.getBytes(StandardCharsets.UTF_8));
        return found(codes, new Whole(codes.size(), digest, similar), text);
    }

    private Found found(ConceptSets codes, Whole whole, String text) {
        return new Found(codes, whole, new ExpansionFrame(definition, head, used, whole, text));
    }

    /** All codes that fit; their digest is that of the question, which has one answer. */
    private record Found(ConceptSets codes, Whole whole, ExpansionFrame frame) {
        int total() {
            return whole.total();
        }
    }
}
