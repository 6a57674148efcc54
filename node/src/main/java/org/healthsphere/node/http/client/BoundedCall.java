package org.healthsphere.node.http.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.healthsphere.specs.Bytes;

/**
 * One question to another server, and all of its answer.
 *
 * <p>The timeout of a {@link HttpRequest} ends with the headers of the answer: who waits for a body that stops half-way would wait for ever.
 *
 * @param patience for all of it together
 * @param largest bytes of a body
 */
public record BoundedCall(Duration patience, int largest) {

    /**
     * Asks.
     *
     * @return the answer, whose body is empty when it is larger than agreed
     * @throws HttpTimeoutException when it is not there in time
     * @throws IllegalArgumentException when it is nothing that can be asked
     */
    public HttpResponse<Optional<Bytes>> send(HttpClient http, HttpRequest request)
            throws IOException, InterruptedException {
        var answer = http.sendAsync(request, _ -> new Limited(largest));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            var _ = answer.cancel(true);
            throw new HttpTimeoutException("not all of an answer in time");
        } catch (InterruptedException e) {
            var _ = answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
    }

    private static final class Limited implements BodySubscriber<Optional<Bytes>> {
        private final int largest;
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private final CompletableFuture<Optional<Bytes>> body = new CompletableFuture<>();
        private Optional<Subscription> subscription = Optional.empty();

        Limited(int largest) {
            this.largest = largest;
        }

        @Override
        public CompletionStage<Optional<Bytes>> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Subscription begun) {
            subscription = Optional.of(begun);
            begun.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            for (var part : parts) {
                if (read.size() + part.remaining() > largest) {
                    subscription.ifPresent(Subscription::cancel);
                    body.complete(Optional.empty());
                    return;
                }
                var bytes = new byte[part.remaining()];
                part.get(bytes);
                read.writeBytes(bytes);
            }
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(Optional.of(Bytes.of(read.toByteArray())));
        }
    }
}
