package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** What a feed makes of a message, as it would be if nothing were there yet; nothing is stored. */
record Made(Feed feed, Source source, RecordSink sink, Ingest.Meaning meaning) {
    /** A message and what it comes to. */
    record Of(Feed.Message message, Mapped mapped, Map<ResourceId, ObjectNode> resources) {
        Set<String> patients() {
            var patients = new TreeSet<String>();
            mapped.drafts().forEach(draft -> draft.patient().ifPresent(patients::add));
            return patients;
        }
    }

    Outcome<Of> of(Bytes raw) {
        return feed.read(source, raw)
                .then(message -> message.map(new Identities(sink)).then(mapped -> meant(message, mapped)));
    }

    private Outcome<Of> meant(Feed.Message message, Mapped mapped) {
        return new Translations(meaning.terminology())
                .translate(mapped.drafts(), source)
                .map(_ -> {
                    meaning.labels().label(mapped.drafts());
                    var resources = new LinkedHashMap<ResourceId, ObjectNode>();
                    mapped.drafts()
                            .forEach(draft -> resources.put(
                                    draft.id(),
                                    Merge.alone(mapped.isAsSent() ? draft : Unknowns.told(draft, Optional.empty()))));
                    return new Of(message, mapped, resources);
                });
    }
}
