package org.healthsphere.node.network;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns, once a day, when a certificate of a Fabric network that runs ends soon: when it has ended, the network stands still. */
public final class CertificateWatch {
    /** Long before, since orderers are renewed one after the other. */
    public static final Duration SOON = Duration.ofDays(60);

    private static final Duration APART = Duration.ofDays(1);
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

    private final FabricHost host;
    private final InstantSource clock;
    private Instant next = Instant.MIN;

    public CertificateWatch(FabricHost host, InstantSource clock) {
        this.host = host;
        this.clock = clock;
    }

    /** Looks at the certificates, unless it did so today. */
    public void look() {
        var now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(APART);
        try {
            var end = host.firstEnd();
            if (end.isBefore(now.plus(SOON))) {
                LOG.warn("a certificate of the ledger's network ends at {}: 'hie ledger renew' while it runs", end);
            }
        } catch (IOException e) {
            LOG.warn("the certificates of the ledger's network cannot be read", e);
        }
    }
}
