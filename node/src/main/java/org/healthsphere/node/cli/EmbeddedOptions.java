package org.healthsphere.node.cli;

import java.time.Duration;
import java.util.Optional;
import org.healthsphere.node.network.LedgerHost;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What only an embedded ledger is told. */
final class EmbeddedOptions {
    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "Of an embedded ledger: the name by which other machines reach this one; without it none do.")
    private @Nullable String host;

    @Option(
            names = "--certificate-days",
            defaultValue = "365",
            paramLabel = "N",
            description = "How long certificates of members hold; they renew them when a third is left.")
    private int days;

    LedgerHost.Door door(int port) {
        return new LedgerHost.Door(Optional.ofNullable(host), port);
    }

    /** How long certificates hold. */
    Duration life() {
        return Duration.ofDays(days);
    }
}
