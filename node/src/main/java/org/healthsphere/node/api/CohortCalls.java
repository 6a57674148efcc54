package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.healthsphere.federation.research.cohort.Cohort;
import org.healthsphere.federation.research.cohort.CohortJson;
import org.healthsphere.federation.research.cohort.CohortWords;
import org.healthsphere.federation.research.imports.CohortImport;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** Cohorts as documents: taken over from other languages, and put into words. Nobody's records are looked at. */
final class CohortCalls {

    /** A cohort of another language in ours. */
    Outcome<Reply> take(Call call) {
        return StrictObject.read(
                        call.body().array(),
                        json -> json.word("from", CohortImport.byName())
                                .read(Bytes.utf8(json.any("document").toString()), json.date("at")))
                .then(read -> read)
                .map(cohort -> reply(call, cohort));
    }

    /** What a cohort of our language says. */
    Outcome<Reply> explain(Call call) {
        return StrictObject.read(call.body().array(), CohortJson::cohort).map(cohort -> reply(call, cohort));
    }

    private static Reply reply(Call call, Cohort cohort) {
        return Reply.json(200, described(cohort, CohortWords.in(language(call))));
    }

    /** The first that the caller prefers and that there are words of. */
    private static String language(Call call) {
        return call.context().acceptableLanguages().stream()
                .map(wanted -> String.valueOf(wanted.tag()))
                .filter(CohortWords.LANGUAGES::contains)
                .findFirst()
                .orElse(CohortWords.LANGUAGES.getFirst());
    }

    /** A cohort in its one spelling, the digest of it, and in words. */
    static ObjectNode described(Cohort cohort, CohortWords said) {
        var json = JsonNodeFactory.instance.objectNode();
        var canonical = CohortJson.json(cohort);
        json.put("hash", Sha256.of(CanonicalJson.of(canonical)).hex());
        json.set("cohort", canonical);
        var words = json.putArray("words");
        said.of(cohort)
                .forEach(line -> words.addObject().put("depth", line.depth()).put("text", line.text()));
        var steps = json.putArray("steps");
        said.steps(cohort).forEach(steps::add);
        return json;
    }
}
