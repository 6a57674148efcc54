package org.healthsphere.node.http.fhir;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends an answer that comes in pieces: the next one is made when the one before has left, so that one is all there is in memory,
 * however slowly the client reads. Where one cannot be made the connection is cut: what is not whole must not look so.
 */
final class Streaming {
    private static final Logger LOG = LoggerFactory.getLogger(Streaming.class);

    private final UseCases useCases;
    private final HttpServerResponse response;

    Streaming(UseCases useCases, HttpServerResponse response) {
        this.useCases = useCases;
        this.response = response;
    }

    void send(Answer first) {
        var _ = response.setStatusCode(first.status()).setChunked(true);
        first.headers().forEach(response::putHeader);
        write(first);
    }

    private void write(Answer answer) {
        var written = answer.body().isEmpty()
                ? Future.<Void>succeededFuture()
                : response.write(Buffer.buffer(answer.body().array()));
        var _ = written.onSuccess(_ -> goOn(answer)).onFailure(gone -> LOG.debug("the client of a file is gone", gone));
    }

    private void goOn(Answer sent) {
        if (response.closed()) {
            return;
        }
        if (sent.rest().isEmpty()) {
            var _ = response.end();
            return;
        }
        var rest = sent.rest().get();
        var _ = useCases.call(rest::next).onSuccess(this::writeOrCut).onFailure(defect -> {
            LOG.error("defect in the middle of a file", defect);
            cut();
        });
    }

    private void writeOrCut(Outcome<Answer> next) {
        switch (next) {
            case Outcome.Success<Answer>(var answer) -> write(answer);
            case Outcome.Failure<Answer>(var fault) -> {
                LOG.warn("a file ends before its end: {}", fault);
                cut();
            }
        }
    }

    private void cut() {
        var _ = response.reset();
    }
}
