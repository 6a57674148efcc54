package org.healthsphere.node.ingest.v2;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/**
 * Answers what one source sends with the acknowledgements that it asks for, original mode or enhanced (HL7 v2.5.1, chapter 2.9).
 *
 * <p>AA means: durable, and in the record; CA: durable. AE, CE: set aside, or to be sent again. AR, CR: not a message that is taken
 * here. MSA-2 echoes MSH-10. A batch is answered with a batch: each of its messages is one by itself.
 */
public final class V2Endpoint implements Function<Bytes, List<Bytes>> {
    private static final Header NONE = new Header(List.of("|", "^~\\&"));

    private final Ingest ingest;
    private final String source;
    private final InstantSource clock;

    public V2Endpoint(Ingest ingest, String source, InstantSource clock) {
        this.ingest = ingest;
        this.source = source;
        this.clock = clock;
    }

    @Override
    public List<Bytes> apply(Bytes sent) {
        return V2Batch.begins(sent) && V2Batch.read(sent) instanceof Outcome.Success<V2Batch>(var batch)
                ? List.of(answers(batch))
                : one(sent);
    }

    private List<Bytes> one(Bytes message) {
        var header = Header.of(message).orElse(NONE);
        var told = Acknowledgement.of(header, ingest.take(V2Feed.KIND, source, message));
        var answers = told.answers(source, clock.instant());
        if (answers.isEmpty() && told.isLost()) {
            // Who asked for no answer learns by the end of the connection that something was lost.
            throw new IllegalStateException("a message that asked for no answer could not be kept");
        }
        return answers;
    }

    private Bytes answers(V2Batch batch) {
        var now = clock.instant();
        var parts = new ArrayList<String>();
        for (var part : batch.parts()) {
            var answers = part.messages().stream()
                    .flatMap(message -> one(message).stream())
                    .map(answer -> new String(answer.array(), StandardCharsets.ISO_8859_1))
                    .toList();
            parts.add(Acknowledgement.batch("BHS", part.header(), answers, now));
        }
        var text = batch.file()
                .map(file -> Acknowledgement.batch("FHS", file, parts, now))
                .orElseGet(() -> String.join("", parts));
        return Bytes.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
