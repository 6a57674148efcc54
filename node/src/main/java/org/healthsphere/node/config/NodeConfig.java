package org.healthsphere.node.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.specs.NodeId;

/**
 * What one node runs with, checked.
 *
 * @param organization as people read it
 * @param data where everything is kept
 * @param secrets the file with the vault's passphrase
 * @param url under which people and apps reach it from outside, where that is not {@code http}
 * @param demoAccounts whether every page says that the people are invented and the logins public
 */
public record NodeConfig(
        NodeId id,
        String organization,
        Path data,
        Path secrets,
        Upkeep upkeep,
        Address http,
        Optional<String> url,
        Address peers,
        OptionalInt mllpPort,
        Ledger ledger,
        Duration recordDeadline,
        Research research,
        Fhir fhir,
        boolean demoAccounts) {

    /**
     * What the FHIR interface is given besides what it brings along.
     *
     * @param searchParameters a folder of SearchParameter resources
     * @param packages a folder of FHIR packages, whose profiles are validated against
     */
    public record Fhir(Optional<Path> searchParameters, Optional<Path> packages, Subscriptions subscriptions) {
        public static final Fhir PLAIN = new Fhir(Optional.empty(), Optional.empty(), Subscriptions.USUAL);
    }

    /**
     * Where subscribers may have notifications sent, and how many there may be.
     *
     * @param hosts to these only; empty: to any
     * @param trust certificates of authorities besides the usual ones
     */
    public record Subscriptions(Endpoints endpoints, List<String> hosts, Optional<Path> trust, int most) {
        public static final Subscriptions USUAL = new Subscriptions(Endpoints.PUBLIC, List.of(), Optional.empty(), 200);

        public Subscriptions {
            hosts = List.copyOf(hosts);
        }

        /** How near and how open an endpoint may be. */
        public enum Endpoints {
            PUBLIC,
            PRIVATE,
            PLAIN
        }
    }

    /**
     * What survives the loss of the node's folder.
     *
     * @param keysCopy the second copy of the patients' keys
     * @param backups the folder of backups
     */
    public record Upkeep(Optional<Path> keysCopy, Optional<Path> backups) {
        /** Nothing does. */
        public static final Upkeep NONE = new Upkeep(Optional.empty(), Optional.empty());
    }

    /** Where something listens or is reached; port 0 takes a free one. */
    public record Address(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** The ledger, what it must say that it is, and how old the view of it may be. */
    public record Ledger(Address address, LedgerMode mode, Duration freshness) {}

    /**
     * What the hospital's policy allows to research.
     *
     * @param epsilonMicros privacy budget of one study, in millionths of epsilon
     * @param smallestCell the smallest number of patients that a released count may stand for
     * @param answerMicros the most of it that one answer may cost; the question says how much it asks for
     * @param siteMicros what all studies together may spend here
     */
    public record Research(long epsilonMicros, int smallestCell, long answerMicros, long siteMicros) {
        private static final int STUDIES = 10;

        /** One answer may cost all that a study has, and there is room for ten studies. */
        public Research(long epsilonMicros, int smallestCell) {
            this(epsilonMicros, smallestCell, epsilonMicros, STUDIES * epsilonMicros);
        }
    }
}
