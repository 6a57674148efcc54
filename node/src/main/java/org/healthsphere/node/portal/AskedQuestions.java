package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.healthsphere.federation.research.Releases;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.web.desk.Choices;
import org.healthsphere.node.web.desk.CohortQuestion;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.RandomId;
import org.healthsphere.specs.Sha256;

/** What each researcher asked here, with the certificate that came of it: key {@code researcher/id}. */
final class AskedQuestions {
    private static final String SPACE = "asked-question";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ResourceStore store;
    private final Releases certificates;
    private final SecureRandom random;

    AskedQuestions(ResourceStore store, Releases certificates, SecureRandom random) {
        this.store = store;
        this.certificates = certificates;
        this.random = random;
    }

    /** A question that was answered. */
    record Asked(String id, CohortQuestion question, Bytes certificate, Instant at) {}

    Asked add(String researcher, CohortQuestion question, Bytes certificate, Instant at) {
        var asked = new Asked(RandomId.draw(random), question, certificate, at);
        var json = JsonNodeFactory.instance.objectNode().put("at", at.toString());
        json.set("question", CohortPaper.written(question));
        // The certificate first: a question without one would be a release that nobody can check.
        certificates.keep(Sha256.of(asked.id()), certificate);
        store.putMark(new Mark(SPACE, researcher + "/" + asked.id(), Bytes.utf8(json.toString())));
        return asked;
    }

    /** The researcher's own, newest first. */
    List<Asked> of(String researcher, Choices choices) {
        try (var marks = store.marks(SPACE)) {
            return marks.filter(mark -> mark.key().startsWith(researcher + "/"))
                    .flatMap(mark -> read(mark, choices).stream())
                    .sorted(Comparator.comparing(Asked::at).reversed())
                    .toList();
        }
    }

    private Optional<Asked> read(Mark mark, Choices choices) {
        var id = mark.key().substring(mark.key().lastIndexOf('/') + 1);
        return certificates.find(Sha256.of(id)).map(certificate -> {
            try {
                var json = JSON.readTree(mark.value().array());
                var question = CohortPaper.read(Bytes.utf8(json.path("question").toString()), choices);
                return new Asked(
                        id, question, certificate, Instant.parse(json.path("at").asText()));
            } catch (IOException e) {
                throw new IllegalStateException("what was kept here is read here", e);
            }
        });
    }
}
