package org.healthsphere.node;

import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.config.SourcesFile.Fed;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.node.ingest.bulk.BulkFeed;
import org.healthsphere.node.ingest.dicom.DicomPoll;
import org.healthsphere.node.ingest.following.Following;
import org.healthsphere.node.ingest.jdbc.Progress;
import org.healthsphere.node.ingest.remote.Remote;
import org.healthsphere.node.ingest.table.Intake;

/**
 * The hospital's servers that are asked over HTTP.
 *
 * @param servers FHIR servers that tell of changes, by the name of their source
 * @param fetching what is done again and again for each
 */
record Followed(Map<String, Following> servers, List<Fetching> fetching) {
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    static final String NOTIFICATIONS = "/api/v1/notifications/";

    /**
     * The way to them.
     *
     * @param origin under which they reach this node
     */
    record Line(HttpClient http, Supplier<String> origin) {
        /** Trusts whom Java trusts, and the authorities of the hospital that the settings name. */
        static Line of(NodeConfig config, Supplier<String> origin) {
            var http = HttpClient.newBuilder().connectTimeout(CONNECTING).followRedirects(Redirect.NEVER);
            config.fhir()
                    .subscriptions()
                    .trust()
                    .map(SubscriberTrust::with)
                    .map(Line::trusting)
                    .ifPresent(http::sslContext);
            return new Line(http.build(), origin);
        }

        private static SSLContext trusting(TrustManager manager) {
            try {
                var context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {manager}, null);
                return context;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this platform has no TLS", e);
            }
        }
    }

    static Followed of(List<Fed> sources, Ingest ingest, Progress progress, Line line, Environment environment) {
        Map<String, Following> servers = new HashMap<>();
        List<Fetching> fetching = new ArrayList<>();
        for (var fed : sources) {
            var name = fed.source().name();
            fed.fhir().ifPresent(wanted -> {
                var own = new Following.Own(
                        () -> line.origin().get() + NOTIFICATIONS + name, environment.clock(), environment.random());
                var following = new Following(
                        name,
                        wanted,
                        new Remote(line.http(), wanted.place()),
                        new Intake(ingest, BulkFeed.KIND, name),
                        progress,
                        own);
                servers.put(name, following);
                fetching.add(Fetching.looking(name, wanted.every(), () -> {
                    var _ = following.look();
                }));
            });
            fed.dicomweb().ifPresent(archive -> {
                var remote = new Remote(line.http(), archive.place());
                var poll = new DicomPoll(name, archive, remote, ingest, progress, environment.clock());
                fetching.add(Fetching.looking(name, archive.every(), () -> {
                    var _ = poll.poll();
                }));
            });
        }
        return new Followed(Map.copyOf(servers), List.copyOf(fetching));
    }
}
