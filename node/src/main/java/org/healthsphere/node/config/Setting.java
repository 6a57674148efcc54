package org.healthsphere.node.config;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every setting there is, with its default and its meaning; the settings reference is rendered from here. */
public enum Setting {
    NODE_ID("node.id", null, "Name of this hospital in the network: lower-case letters, digits and hyphens."),
    NODE_ORGANIZATION("node.organization", null, "Name of the hospital as people read it."),
    DATA("data", null, "Folder of everything that the node keeps. It is created when it is not there."),
    SECRETS("secrets", null, "File with the passphrase of the vault, readable by the node's user only."),
    KEYS_COPY(
            "keys.copy",
            "off",
            "File, on another disk and in no backup, that holds a second copy of the patients' keys; off keeps none."),
    BACKUP_FOLDER(
            "backup.folder", "off", "Folder, on another disk, into which the node writes its backups; off: none."),
    CLUSTER_MEMBERS(
            "cluster.members",
            "off",
            "The three processes of this hospital, each host:port where the others of them reach it, with commas"
                    + " between them and in the same order at all; off: the node is one process."),
    CLUSTER_SELF("cluster.self", "1", "Which of them this process is: 1, 2 or 3."),
    HTTP_HOST("http.host", "127.0.0.1", "Address on which people and programs reach the node."),
    HTTP_PORT("http.port", "8443", "Port for people and programs; 0 takes a free one."),
    HTTP_URL(
            "http.url",
            "off",
            "Address under which people and apps reach the node from outside, such as https://hie.example.org; what"
                    + " apps are told to call begins with it. off: https, and what http.host and http.port say."),
    PEERS_HOST("peers.host", "127.0.0.1", "Address on which other members reach the node."),
    PEERS_PORT("peers.port", "8444", "Port for other members; 0 takes a free one."),
    PEERS_RELAY(
            "peers.relay",
            "off",
            "Whether members whom no connection reaches may keep a line to this node and be reached through it (on or"
                    + " off)."),
    MLLP_PORT("mllp.port", "off", "Port for HL7 v2 messages over MLLP; 0 takes a free one, off takes none."),
    MLLP_TLS(
            "mllp.tls",
            "off",
            "Whether messages come over TLS (on or off); the certificate is the node's own, of the network's"
                    + " authority."),
    MESSAGES_KEEP(
            "messages.keep",
            "30",
            "Days (0 to 3650) for which messages of the hospital's systems are kept as they came, so that they can be"
                    + " mapped again; 0: not at all."),
    AUDIT_KEEP(
            "audit.keep",
            "forever",
            "Days (1 to 36500) after which entries of the audit log are removed, a line with their hash in their"
                    + " place; forever: never."),
    LEDGER_ADDRESS("ledger.address", null, "Host and port of a Fabric Gateway: a peer, or the embedded ledger."),
    LEDGER_MODE("ledger.mode", "embedded", "What the ledger must say it is: embedded, fabric-raft or fabric-bft."),
    LEDGER_FRESHNESS(
            "ledger.freshness", "5", "Seconds (1 to 30) after which an unconfirmed view of the ledger denies."),
    LEDGER_UNENFORCEABLE(
            "ledger.unenforceable",
            "stop",
            "What a start does when there is a patient's consent in force that this node cannot enforce: stop, or"
                    + " deny, which lets nobody see that patient's record and says so in the log."),
    RECORD_DEADLINE("record.deadline", "5000", "Milliseconds (100 to 60000) that a federated query waits for members."),
    RECORD_MOST(
            "record.most",
            "200000",
            "Resources (100 to 10000000) that one record takes from all members together; of a member for whom no room"
                    + " is left nothing is taken, and the record says so."),
    RECORD_MEGABYTES("record.megabytes", "128", "The same in MiB (1 to 65536): until it was shown it is in memory."),
    RESEARCH_STUDY(
            "research.study",
            "5",
            "Privacy budget (rho) that one study may spend here; an answer of epsilon e costs e²/2."),
    RESEARCH_RESEARCHER(
            "research.researcher", "10", "Privacy budget (rho) that all studies of one researcher may spend here."),
    RESEARCH_SITE("research.site", "50", "Privacy budget (rho) that all studies together may spend here."),
    RESEARCH_ANSWER(
            "research.answer", "2", "The most (epsilon) that the answer to one question outside of a study may cost."),
    RESEARCH_USES(
            "research.uses",
            "HMB",
            "What the consents to research of this hospital's patients permit (GRU, HMB or DS of the GA4GH's DUO) and"
                    + " demand (its modifiers: NPU, NCU, NPUNCU, IRB, PUB, COL, GS, MOR, TS, US, PS, IS, RTN, NMDS, GSO,"
                    + " NPOA), with commas between them."),
    RESEARCH_VOTES(
            "research.votes",
            "1",
            "How many of this hospital's stewards must be for a study before it is computed here."),
    RESEARCH_CELL(
            "research.cell", "10", "Smallest number of patients (5 or more) that a released count may stand for."),
    FHIR_SEARCH_PARAMETERS(
            "fhir.search-parameters",
            "off",
            "Folder of SearchParameter resources (.json) of the hospital's own, besides those of FHIR and US Core; off"
                    + " has none."),
    FHIR_PACKAGES(
            "fhir.packages",
            "off",
            "Folder of FHIR packages (.tgz) whose profiles $validate knows, besides those of FHIR R4; off has none."),
    SUBSCRIPTIONS_ENDPOINTS(
            "subscriptions.endpoints",
            "public",
            "Where subscribers may have notifications sent: public (https, to no loopback, link-local or private"
                    + " address), private (https, to any address) or plain (without TLS too; never in real use)."),
    SUBSCRIPTIONS_HOSTS(
            "subscriptions.hosts",
            "any",
            "The only hosts to which notifications are sent, with commas between them: names, or *. and the end of"
                    + " names; any is any."),
    SUBSCRIPTIONS_TRUST(
            "subscriptions.trust",
            "off",
            "File of certificates (PEM) of authorities that vouch for endpoints of subscribers, besides the usual"
                    + " ones; off has none."),
    SUBSCRIPTIONS_MOST("subscriptions.most", "200", "Most subscriptions (1 to 10000) that are served at a time."),
    LINKS_VIEWER(
            "links.viewer",
            "off",
            "Address of a page that shows what is behind a SMART Health Link, such as https://viewer.example.org/; it"
                    + " stands before the links that patients give away. off: they are given as they are, for apps that"
                    + " read them."),
    STAFF_ISSUER(
            "staff.issuer",
            "off",
            "Issuer of the hospital's own OpenID provider, such as https://login.hospital.example/realms/staff; staff"
                    + " then signs in there and not with passwords of this node. off: with passwords."),
    STAFF_CLIENT(
            "staff.client",
            "healthsphere",
            "By which name (client_id) that provider knows this node; there it needs the addresses http.url with"
                    + " /login/provider/back (to come back), / (after signing out) and /logout/provider (back-channel"
                    + " logout)."),
    STAFF_SECRET(
            "staff.secret",
            "off",
            "File with the secret that proves it, readable by the node's user only; needed where staff.issuer is set."),
    STAFF_ROLES_CLAIM(
            "staff.roles-claim",
            "roles",
            "Claim of the identity token that names roles, a word or several; dots lead into it, such as"
                    + " realm_access.roles."),
    STAFF_ROLES(
            "staff.roles",
            "clinician=clinician, steward=steward, researcher=researcher, operator=operator, auditor=auditor",
            "Which of its words means which role here; who has several gets the first of this order, and who has none"
                    + " stays outside."),
    STAFF_ACR(
            "staff.acr",
            "off",
            "How well (acr) the provider must have seen to it who somebody is before he breaks the glass or exports;"
                    + " off: anew is enough."),
    STAFF_PRACTITIONER(
            "staff.practitioner-claim",
            "off",
            "Claim that holds the id of the Practitioner that somebody is here; off: apps are not told."),
    DEMO_ACCOUNTS(
            "demo.accounts",
            "off",
            "on: every page says that the people are invented and the logins public. Never in real use.");

    private final String key;
    private final Optional<String> byDefault;
    private final String meaning;

    Setting(String key, @Nullable String byDefault, String meaning) {
        this.key = key;
        this.byDefault = Optional.ofNullable(byDefault);
        this.meaning = meaning;
    }

    /** As it stands in the configuration file. */
    public String key() {
        return key;
    }

    public Optional<String> byDefault() {
        return byDefault;
    }

    public String meaning() {
        return meaning;
    }

    /** The environment variable that overrides the file: {@code http.port} is {@code HIE_HTTP_PORT}. */
    public String variable() {
        return "HIE_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    static Optional<Setting> of(String key) {
        for (var setting : values()) {
            if (setting.key.equals(key)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }
}
