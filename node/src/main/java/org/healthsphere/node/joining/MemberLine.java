package org.healthsphere.node.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.healthsphere.keys.identity.ShownCertificates;
import org.healthsphere.node.network.Application;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The newcomer's line to the member that has invited it: outwards only, and to nobody but a member of that network. */
final class MemberLine implements AutoCloseable {
    /** Where applications are brought. */
    static final String PATH = "/join/v1/applications";

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Invitation invitation;
    private final NetworkTrust trust;
    private final HttpClient client;

    MemberLine(Invitation invitation, InstantSource clock) {
        this.invitation = invitation;
        this.trust = new NetworkTrust(invitation.authority(), clock);
        this.client = HttpClient.newBuilder()
                .sslContext(context(trust))
                .connectTimeout(PATIENCE)
                .build();
    }

    private static SSLContext context(NetworkTrust trust) {
        try {
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {ShownCertificates.ofServers(trust)}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS 1.3", e);
        }
    }

    Outcome<Progress> apply(Application application) throws IOException {
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("invitation", invitation.code())
                .put("application", application.text());
        return asked(request(PATH)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
    }

    Outcome<Progress> progress(Application application) throws IOException {
        return asked(request(PATH + "/" + application.digest().hex()).GET().build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(invitation.base() + path)).timeout(PATIENCE);
    }

    private Outcome<Progress> asked(HttpRequest request) throws IOException {
        try {
            return answer(client.send(request, BodyHandlers.ofString()));
        } catch (InterruptedException _) {
            throw new InterruptedIOException("interrupted");
        } catch (SSLException e) {
            return Outcome.failed(new Fault.Unauthenticated(trust.complaint()
                    .orElse("no TLS with " + invitation.base()
                            + ": something between here and there does not let it through")));
        } catch (ConnectException e) {
            return unreachable(
                    e.getCause() instanceof UnresolvedAddressException
                            ? "no address is known for this name; check the name, and DNS on this machine"
                            : "nothing answers there; is the member's node running, and does a firewall let connections out?");
        } catch (HttpConnectTimeoutException | UnknownHostException e) {
            return unreachable("no answer in time; a firewall may drop what goes out to this port");
        } catch (IOException e) {
            return unreachable("the connection broke; try again");
        }
    }

    private Outcome<Progress> unreachable(String words) {
        return Outcome.failed(new Fault.Unavailable("the member at " + invitation.base() + ": " + words));
    }

    private static Outcome<Progress> answer(HttpResponse<String> response) {
        if (response.statusCode() / 100 == 2) {
            return Progress.parse(response.body());
        }
        var said = said(response.body());
        return Outcome.failed(
                switch (response.statusCode()) {
                    case 404 -> new Fault.NotFound("this application at that member");
                    case 409 -> new Fault.Conflict(said);
                    case 503 -> new Fault.Unavailable(said);
                    default -> new Fault.Forbidden("the member refuses: " + said);
                });
    }

    private static String said(String body) {
        try {
            return Optional.of(JSON.readTree(body).path("issue").path(0).path("diagnostics"))
                    .map(JsonNode::textValue)
                    .orElse("it does not say why");
        } catch (JsonProcessingException e) {
            return "it does not say why";
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
