package org.healthsphere.consent.fabric;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.hyperledger.fabric.protos.common.Block;

/** Tells orderers which channels they take part in: Fabric's channel participation interface, over mutual TLS. */
final class OrdererAdmin {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BOUNDARY = "healthsphere-first-block";

    private final HttpClient http;
    private final String host;

    private OrdererAdmin(HttpClient http, String host) {
        this.http = http;
        this.host = host;
    }

    static OrdererAdmin of(Organization ordering, String host) throws IOException {
        try {
            var tls = SSLContext.getInstance("TLS");
            tls.init(
                    keys(Credential.read(ordering.tls(Organization.ADMIN))).getKeyManagers(),
                    trust(ordering.tlsAuthority()).getTrustManagers(),
                    null);
            return new OrdererAdmin(
                    HttpClient.newBuilder()
                            .sslContext(tls)
                            .version(HttpClient.Version.HTTP_1_1)
                            .connectTimeout(PATIENCE)
                            .build(),
                    host);
        } catch (GeneralSecurityException e) {
            throw new IOException("the administrator's end of TLS", e);
        }
    }

    private static KeyManagerFactory keys(Credential self) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("self", self.key(), new char[0], new Certificate[] {self.certificate()});
        var factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, new char[0]);
        return factory;
    }

    private static TrustManagerFactory trust(Certificate authority) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", authority);
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory;
    }

    /** From now on this orderer takes part in the channel of this block. Where a connection breaks, it is asked whether it does, and once more. */
    void join(Sites.OrdererSite orderer, String channel, Block block) throws IOException {
        try {
            join(orderer, block);
        } catch (IOException _) {
            if (standing(orderer, channel).isEmpty()) {
                join(orderer, block);
            }
        }
    }

    private void join(Sites.OrdererSite orderer, Block block) throws IOException {
        var request = HttpRequest.newBuilder(
                        URI.create("https://" + host + ":" + orderer.admin() + "/participation/v1/channels"))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form(block)))
                .build();
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != CREATED) {
                throw new IOException(orderer.name() + " does not join the channel: " + response.statusCode() + " "
                        + response.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + orderer.name() + " was joining", e);
        }
    }

    /**
     * How an orderer stands to a channel.
     *
     * @param isInOrder whether it takes part in the ordering, and does not only catch up
     * @param height the count of its blocks
     */
    record Standing(boolean isInOrder, long height) {}

    /** Nothing when it does not answer, or knows no such channel. */
    Optional<Standing> standing(Sites.OrdererSite orderer, String channel) throws IOException {
        var request = HttpRequest.newBuilder(
                        URI.create("https://" + host + ":" + orderer.admin() + "/participation/v1/channels/" + channel))
                .timeout(PATIENCE)
                .build();
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            var said = JSON.readTree(response.body());
            return response.statusCode() == OK
                    ? Optional.of(new Standing(
                            said.path("consensusRelation").asText().equals("consenter")
                                    && said.path("status").asText().equals("active"),
                            said.path("height").asLong()))
                    : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + orderer.name() + " was asked", e);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static byte[] form(Block block) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(ascii("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"config-block\";"
                + " filename=\"first.block\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
        body.writeBytes(block.toByteArray());
        body.writeBytes(ascii("\r\n--" + BOUNDARY + "--\r\n"));
        return body.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
