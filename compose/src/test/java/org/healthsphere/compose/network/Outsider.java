package org.healthsphere.compose.network;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.specs.Bytes;

/** Brings bytes to a node's door for members, as a program would that keeps to none of the rules; it tells what came back. */
public final class Outsider implements AutoCloseable {
    private final HttpClient http;

    /** One that shows the certificate of this identity. */
    public Outsider(X509Certificate authority, MemberIdentity identity) {
        this.http = HttpClient.newBuilder()
                .sslContext(Trust.in(authority, Optional.of(identity)))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** What came back. */
    public record Answer(int status, String body) {}

    /** The answer; empty when the connection was ended without one. */
    public Optional<Answer> bring(Bytes envelope, URI peers) {
        var request = HttpRequest.newBuilder(peers.resolve("/peer/v1/messages"))
                .timeout(Patience.LONGEST)
                .POST(BodyPublishers.ofByteArray(envelope.array()))
                .build();
        try {
            var response = http.send(request, BodyHandlers.ofString());
            return Optional.of(new Answer(response.statusCode(), response.body()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
