package org.healthsphere.node.fhir;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.node.fhir.view.Part;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** Answers the GET of an entry in a batch or a transaction by its URL, as if it had come alone. */
final class Gets {
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]{1,63}");
    private static final Pattern VERSION = Pattern.compile("\\d{1,18}");

    private final Interactions interactions;
    private final Asking asking;

    Gets(Interactions interactions, Asking asking) {
        this.interactions = interactions;
        this.asking = asking;
    }

    /** What came of it. */
    sealed interface Got {
        /** A version, and what is shown of it. */
        record Resource(StoredResource resource, Bytes shown) implements Got {}

        record Bundle(Bytes json) implements Got {}

        /** The version that the client says it has. */
        record Known(StoredResource resource) implements Got {}
    }

    Outcome<Got> answer(String url, Optional<String> ifNoneMatch) {
        var question = url.indexOf('?');
        var path = question < 0 ? url : url.substring(0, question);
        return Parameters.of(question < 0 ? "" : url.substring(question + 1))
                .then(asked -> answer(List.of(path.split("/", -1)), asked, ifNoneMatch));
    }

    private Outcome<Got> answer(List<String> path, Parameters asked, Optional<String> ifNoneMatch) {
        return switch (path.size()) {
            case 1 -> ofAll(path.getFirst(), asked);
            case 2 ->
                path.get(1).equals("_history")
                        ? type(path.getFirst()).then(type -> history(Optional.of(type), Optional.empty(), asked))
                        : id(path).then(id -> interactions.read(asking.access(), id))
                                .then(found -> resource(found, asked, ifNoneMatch));
            case 3 -> id(path).then(id -> ofOne(id, path.get(2), asked));
            case 4 ->
                path.get(2).equals("_history") && VERSION.matcher(path.get(3)).matches()
                        ? id(path).then(id -> interactions.version(asking.access(), id, Long.parseLong(path.get(3))))
                                .then(found -> resource(found, asked, ifNoneMatch))
                        : unknown();
            default -> unknown();
        };
    }

    private Outcome<Got> ofAll(String name, Parameters asked) {
        if (name.equals("_history")) {
            return history(Optional.empty(), Optional.empty(), asked);
        }
        return name.isEmpty()
                ? bundle(interactions.searchAll(asking, asked))
                : type(name).then(type -> bundle(interactions.search(asking, type, asked)));
    }

    private Outcome<Got> ofOne(ResourceId id, String what, Parameters asked) {
        if (what.equals("_history")) {
            return history(Optional.empty(), Optional.of(id), asked);
        }
        if (what.startsWith("$")) {
            return what.equals("$everything") && id.type().equals("Patient")
                    ? bundle(interactions.records().everything(asking, id.id(), asked))
                    : unknown();
        }
        return within(id, what, asked);
    }

    private Outcome<Got> within(ResourceId compartment, String what, Parameters asked) {
        return (what.equals("*") ? Outcome.of(Query.ANY_TYPE) : type(what))
                .then(type -> bundle(interactions.searchWithin(asking, compartment, type, asked)));
    }

    private Outcome<Got> history(Optional<String> type, Optional<ResourceId> id, Parameters asked) {
        return bundle(interactions.history(asking, type, id, asked));
    }

    private static Outcome<Got> bundle(Outcome<Bytes> bundle) {
        return bundle.map(Got.Bundle::new);
    }

    private Outcome<Got> resource(StoredResource found, Parameters asked, Optional<String> ifNoneMatch) {
        return ifNoneMatch.filter(etags -> ETags.names(etags, found)).isPresent()
                ? Outcome.of(new Got.Known(found))
                : Part.of(asked.last("_summary"), asked.last("_elements"))
                        .map(part -> new Got.Resource(found, interactions.shown(part, found)));
    }

    private static Outcome<String> type(String name) {
        return TYPE.matcher(name).matches() ? Outcome.of(name) : unknown();
    }

    private static Outcome<ResourceId> id(List<String> path) {
        return TYPE.matcher(path.getFirst()).matches() && ResourceId.isId(path.get(1))
                ? Outcome.of(new ResourceId(path.getFirst(), path.get(1)))
                : unknown();
    }

    private static <T> Outcome<T> unknown() {
        return Outcome.failed(new Fault.Invalid(
                List.of(new Problem("request.url", "is Type, Type/id, a history or Type?parameters here"))));
    }
}
