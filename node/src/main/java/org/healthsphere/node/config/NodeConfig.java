package org.healthsphere.node.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Role;

/**
 * What one node runs with, checked.
 *
 * @param organization as people read it
 * @param data where everything is kept
 * @param secrets the file with the vault's passphrase
 * @param url under which people and apps reach it from outside, where that is not {@code http}
 * @param relay whether members whom no connection reaches may be reached by way of this node
 * @param demoAccounts whether every page says that the people are invented and the logins public
 * @param staff where staff signs in; empty: here, with passwords
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
        boolean relay,
        Mllp mllp,
        Ledger ledger,
        Records records,
        Research research,
        Fhir fhir,
        Portal portal,
        boolean demoAccounts,
        Optional<StaffLogin> staff) {

    /**
     * What a federated query waits for and takes.
     *
     * @param deadline for members
     * @param most resources of all of them together
     * @param megabytes of these
     */
    public record Records(Duration deadline, int most, int megabytes) {
        /** As much as is usual. */
        public static Records within(Duration deadline) {
            return new Records(deadline, 200_000, 128);
        }
    }

    /**
     * The hospital's own OpenID provider, where its staff signs in.
     *
     * @param client by which name it knows this node
     * @param roles by its word for each, the weightiest first
     * @param acr how well it must have seen to it who somebody is, where that is asked for anew
     */
    public record StaffLogin(
            String issuer,
            String client,
            Secret secret,
            String rolesClaim,
            Map<String, Role> roles,
            Optional<String> acr,
            Optional<String> practitionerClaim) {
        public StaffLogin {
            roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
        }

        /** What proves to the provider who asks; it prints nothing. */
        public record Secret(String reveal) {
            @Override
            public String toString() {
                return "Secret[REDACTED]";
            }
        }
    }

    /**
     * Where the hospital's systems send HL7 v2.
     *
     * @param port empty: nowhere
     * @param tls whether with the node's certificate
     */
    public record Mllp(OptionalInt port, boolean tls) {
        public static final Mllp OFF = new Mllp(OptionalInt.empty(), false);
    }

    /**
     * What the patient's pages are given.
     *
     * @param viewer the address of a page that shows what is behind a patient's link
     */
    public record Portal(Optional<String> viewer) {
        public static final Portal PLAIN = new Portal(Optional.empty());
    }

    /** The processes that are one node, when they are several. */
    public Optional<Cluster> cluster() {
        return upkeep.cluster();
    }

    /**
     * The processes that are one node.
     *
     * @param self which of them this is, counted from 1
     * @param members where they reach each other, in an order that is the same at all
     */
    public record Cluster(int self, List<Address> members) {
        public Cluster {
            members = List.copyOf(members);
        }

        public Address own() {
            return members.get(self - 1);
        }

        /** Where the process of this number is reached. */
        public Address of(int member) {
            return members.get(member - 1);
        }

        /** The numbers of the others. */
        public List<Integer> others() {
            return IntStream.rangeClosed(1, members.size())
                    .filter(n -> n != self)
                    .boxed()
                    .toList();
        }
    }

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
     * @param cluster the processes that are one node, when they are several
     * @param messageDays for how many days messages are kept as they came; 0: not at all
     * @param audit for how long entries of the audit log are kept, if not for ever
     */
    public record Upkeep(
            Optional<Path> keysCopy,
            Optional<Path> backups,
            Optional<Cluster> cluster,
            int messageDays,
            Optional<Duration> audit) {
        private static final int USUAL_DAYS = 30;

        /** Nothing does. */
        public static final Upkeep NONE = new Upkeep(Optional.empty(), Optional.empty());

        /** Of one process. */
        public Upkeep(Optional<Path> keysCopy, Optional<Path> backups) {
            this(keysCopy, backups, Optional.empty(), USUAL_DAYS, Optional.empty());
        }
    }

    /** Where something listens or is reached; port 0 takes a free one. */
    public record Address(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * The ledger, what it must say that it is, and how old the view of it may be.
     *
     * @param stops whether a consent that cannot be enforced here stops the start; else it denies
     */
    public record Ledger(Address address, LedgerMode mode, Duration freshness, boolean stops) {
        public Ledger(Address address, LedgerMode mode, Duration freshness) {
            this(address, mode, freshness, true);
        }
    }

    /**
     * What the hospital's policy allows to research.
     *
     * @param limits what may be spent, in millionths of rho
     * @param answerMicros the most that the answer to one question may cost, in millionths of pure epsilon
     * @param smallestCell the smallest number of patients that a released count may stand for
     * @param uses what the patients' consents to research permit, and what they demand
     * @param votes how many stewards must be for a study
     */
    public record Research(Limits limits, long answerMicros, int smallestCell, Set<DataUse> uses, int votes) {
        private static final int STUDIES = 10;
        private static final long USUAL_ANSWER = 1_000_000;

        public Research {
            uses = Set.copyOf(uses);
        }

        /** A usual answer costs one epsilon, a researcher has two studies, and there is room for ten. */
        public Research(long studyMicros, int smallestCell) {
            this(
                    new Limits(studyMicros, 2 * studyMicros, STUDIES * studyMicros),
                    USUAL_ANSWER,
                    smallestCell,
                    Set.of(DataUse.HMB),
                    1);
        }

        /** By one study, by all studies of one researcher, and by all. */
        public record Limits(long studyMicros, long researcherMicros, long siteMicros) {}
    }
}
