package org.healthsphere.node.config;

import static org.healthsphere.node.config.Setting.AUDIT_KEEP;
import static org.healthsphere.node.config.Setting.BACKUP_FOLDER;
import static org.healthsphere.node.config.Setting.CLUSTER_MEMBERS;
import static org.healthsphere.node.config.Setting.CLUSTER_SELF;
import static org.healthsphere.node.config.Setting.DATA;
import static org.healthsphere.node.config.Setting.DEMO_ACCOUNTS;
import static org.healthsphere.node.config.Setting.FHIR_PACKAGES;
import static org.healthsphere.node.config.Setting.FHIR_SEARCH_PARAMETERS;
import static org.healthsphere.node.config.Setting.HTTP_HOST;
import static org.healthsphere.node.config.Setting.HTTP_PORT;
import static org.healthsphere.node.config.Setting.HTTP_URL;
import static org.healthsphere.node.config.Setting.KEYS_COPY;
import static org.healthsphere.node.config.Setting.LEDGER_ADDRESS;
import static org.healthsphere.node.config.Setting.LEDGER_FRESHNESS;
import static org.healthsphere.node.config.Setting.LEDGER_MODE;
import static org.healthsphere.node.config.Setting.LEDGER_UNENFORCEABLE;
import static org.healthsphere.node.config.Setting.LINKS_VIEWER;
import static org.healthsphere.node.config.Setting.MESSAGES_KEEP;
import static org.healthsphere.node.config.Setting.MLLP_PORT;
import static org.healthsphere.node.config.Setting.NODE_ID;
import static org.healthsphere.node.config.Setting.NODE_ORGANIZATION;
import static org.healthsphere.node.config.Setting.PEERS_HOST;
import static org.healthsphere.node.config.Setting.PEERS_PORT;
import static org.healthsphere.node.config.Setting.PEERS_RELAY;
import static org.healthsphere.node.config.Setting.RESEARCH_ANSWER;
import static org.healthsphere.node.config.Setting.RESEARCH_CELL;
import static org.healthsphere.node.config.Setting.RESEARCH_RESEARCHER;
import static org.healthsphere.node.config.Setting.RESEARCH_SITE;
import static org.healthsphere.node.config.Setting.RESEARCH_STUDY;
import static org.healthsphere.node.config.Setting.RESEARCH_USES;
import static org.healthsphere.node.config.Setting.RESEARCH_VOTES;
import static org.healthsphere.node.config.Setting.SECRETS;
import static org.healthsphere.node.config.Setting.SUBSCRIPTIONS_ENDPOINTS;
import static org.healthsphere.node.config.Setting.SUBSCRIPTIONS_HOSTS;
import static org.healthsphere.node.config.Setting.SUBSCRIPTIONS_MOST;
import static org.healthsphere.node.config.Setting.SUBSCRIPTIONS_TRUST;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.node.config.NodeConfig.Address;
import org.healthsphere.node.config.NodeConfig.Cluster;
import org.healthsphere.node.config.NodeConfig.Fhir;
import org.healthsphere.node.config.NodeConfig.Ledger;
import org.healthsphere.node.config.NodeConfig.Research;
import org.healthsphere.node.config.NodeConfig.Subscriptions;
import org.healthsphere.node.config.NodeConfig.Upkeep;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.NodeId;

/** Turns the given texts into values; what cannot be one is added to the problems, and the rest is looked at all the same. */
final class SettingValues {
    private static final int HIGHEST_PORT = 65_535;
    private static final int LONGEST_DAYS = 3650;
    private static final int LONGEST_KEPT_DAYS = 36_500;
    private static final int PROCESSES = 3;
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9.-]+):([0-9]{1,5})");
    private static final Pattern HOST = Pattern.compile("(?:\\*\\.)?[a-z0-9-]+(?:\\.[a-z0-9-]+)*");
    private static final Pattern URL =
            Pattern.compile("https://[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63})*(?::[0-9]{1,5})?");
    private static final Pattern VIEWER = Pattern.compile(URL.pattern() + "/[A-Za-z0-9._~/-]*");

    private final Map<Setting, String> given;
    private final Path folder;
    private final List<Problem> problems;

    SettingValues(Map<Setting, String> given, Path folder, List<Problem> problems) {
        this.given = given;
        this.folder = folder;
        this.problems = problems;
    }

    /** Empty exactly when there are problems. */
    Optional<NodeConfig> config() {
        var id = value(NODE_ID, NodeId::new, "must be lower-case letters, digits and hyphens, beginning with a letter");
        var organization = value(NODE_ORGANIZATION, text -> text, "must be a name");
        var data = value(DATA, folder::resolve, "must be a path");
        var secrets = value(SECRETS, folder::resolve, "must be a path");
        var upkeep = upkeep();
        var http = address(HTTP_HOST, HTTP_PORT);
        var url = url();
        var peers = address(PEERS_HOST, PEERS_PORT);
        var relay = value(PEERS_RELAY, SettingForms::onOrOff, "must be on or off");
        var mllp = mllp();
        var ledger = ledger();
        var records = records();
        var research = research();
        var fhir = fhir();
        var viewer = value(LINKS_VIEWER, SettingValues::viewerOrOff, "must be an https address without #, or off");
        var demo = value(DEMO_ACCOUNTS, SettingForms::onOrOff, "must be on or off");
        var staff = staff();
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new NodeConfig(
                id.orElseThrow(),
                organization.orElseThrow(),
                data.orElseThrow(),
                secrets.orElseThrow(),
                upkeep.orElseThrow(),
                http.orElseThrow(),
                url.orElseThrow(),
                peers.orElseThrow(),
                relay.orElseThrow(),
                mllp.orElseThrow(),
                ledger.orElseThrow(),
                records.orElseThrow(),
                research.orElseThrow(),
                fhir.orElseThrow(),
                viewer.map(NodeConfig.Portal::new).orElseThrow(),
                demo.orElseThrow(),
                staff.login()));
    }

    private Optional<NodeConfig.Records> records() {
        var deadline = whole(Setting.RECORD_DEADLINE, 100, 60_000).map(Duration::ofMillis);
        var most = whole(Setting.RECORD_MOST, 100, 10_000_000);
        var megabytes = whole(Setting.RECORD_MEGABYTES, 1, 65_536);
        return deadline.flatMap(in -> most.flatMap(n -> megabytes.map(mb -> new NodeConfig.Records(in, n, mb))));
    }

    private Optional<NodeConfig.Mllp> mllp() {
        var port = value(MLLP_PORT, SettingForms::portOrOff, "must be a port (0 to 65535) or off");
        var tls = value(Setting.MLLP_TLS, SettingForms::onOrOff, "must be on or off");
        return port.flatMap(at -> tls.map(isSealed -> new NodeConfig.Mllp(at, isSealed)));
    }

    private Optional<Optional<String>> url() {
        return value(HTTP_URL, SettingValues::urlOrOff, "must be https:// with a host, and nothing after it, or off");
    }

    private StaffSettings.Given staff() {
        var given = new StaffSettings.Given(
                value(Setting.STAFF_ISSUER, StaffSettings::issuer, "must be https:// and the issuer's name, or off")
                        .orElse(Optional.empty()),
                value(Setting.STAFF_CLIENT, text -> text, "must be a name").orElse(""),
                value(
                                Setting.STAFF_SECRET,
                                text -> StaffSettings.secret(folder, text),
                                "must be a file with a secret, or off")
                        .orElse(Optional.empty()),
                value(Setting.STAFF_ROLES_CLAIM, text -> text, "must be a claim's name")
                        .orElse(""),
                value(
                                Setting.STAFF_ROLES,
                                StaffSettings::roles,
                                "must be word=role, with commas between them, each word once")
                        .orElse(Map.of()),
                value(Setting.STAFF_ACR, StaffSettings::wordOrOff, "must be a word or off")
                        .orElse(Optional.empty()),
                value(Setting.STAFF_PRACTITIONER, StaffSettings::wordOrOff, "must be a claim's name or off")
                        .orElse(Optional.empty()));
        if (given.lacksSecret()) {
            problems.add(new Problem(Setting.STAFF_SECRET.key(), "is missing: staff.issuer needs it"));
        }
        return given;
    }

    private static Optional<String> viewerOrOff(String text) {
        if (text.equals("off")) {
            return Optional.empty();
        }
        if (!VIEWER.matcher(text).matches()) {
            throw new IllegalArgumentException("not an address");
        }
        return Optional.of(text);
    }

    private Optional<Optional<Cluster>> cluster() {
        var processes = value(CLUSTER_MEMBERS, SettingValues::members, "must be three times host:port, or off");
        var self = whole(CLUSTER_SELF, 1, PROCESSES);
        if (processes.isEmpty() || self.isEmpty()) {
            return Optional.empty();
        }
        var all = processes.get();
        return Optional.of(all.isEmpty() ? Optional.empty() : Optional.of(new Cluster(self.get(), all)));
    }

    private static List<Address> members(String text) {
        if (text.equals("off")) {
            return List.of();
        }
        var members = Stream.of(text.split(",", -1))
                .map(member -> hostAndPort(member.strip()))
                .distinct()
                .toList();
        if (members.size() != PROCESSES) {
            throw new IllegalArgumentException("not three");
        }
        return members;
    }

    private Optional<Upkeep> upkeep() {
        var copy = value(KEYS_COPY, this::pathOrOff, "must be a path or off");
        var backups = value(BACKUP_FOLDER, this::pathOrOff, "must be a path or off");
        var cluster = cluster();
        var days = whole(MESSAGES_KEEP, 0, LONGEST_DAYS);
        var audit = value(AUDIT_KEEP, SettingValues::daysOrForever, "must be a number from 1 to 36500, or forever");
        return copy.flatMap(c -> backups.flatMap(b ->
                cluster.flatMap(all -> days.flatMap(d -> audit.map(kept -> new Upkeep(c, b, all, d, kept))))));
    }

    private static Optional<Duration> daysOrForever(String text) {
        if (text.equals("forever")) {
            return Optional.empty();
        }
        var days = Integer.parseInt(text);
        if (days < 1 || days > LONGEST_KEPT_DAYS) {
            throw new IllegalArgumentException("out of bounds");
        }
        return Optional.of(Duration.ofDays(days));
    }

    private Optional<Address> address(Setting host, Setting port) {
        var name = value(host, text -> text, "must be a host name or an address");
        return whole(port, 0, HIGHEST_PORT).flatMap(p -> name.map(n -> new Address(n, p)));
    }

    private Optional<Ledger> ledger() {
        var address = value(LEDGER_ADDRESS, SettingValues::hostAndPort, "must be host:port");
        var mode = value(LEDGER_MODE, SettingValues::ledgerMode, "must be embedded, fabric-raft or fabric-bft");
        var stops = value(LEDGER_UNENFORCEABLE, SettingValues::stops, "must be stop or deny");
        return whole(LEDGER_FRESHNESS, 1, 30)
                .flatMap(seconds -> address.flatMap(a ->
                        mode.flatMap(m -> stops.map(s -> new Ledger(a, m, Duration.ofSeconds(seconds), s)))));
    }

    private Optional<Research> research() {
        var study = epsilon(RESEARCH_STUDY);
        var researcher = epsilon(RESEARCH_RESEARCHER);
        var site = epsilon(RESEARCH_SITE);
        var limits = study.flatMap(e -> researcher.flatMap(r -> site.map(s -> new Research.Limits(e, r, s))));
        var answer = epsilon(RESEARCH_ANSWER);
        var cell = whole(RESEARCH_CELL, 5, 10_000);
        var uses = value(RESEARCH_USES, SettingValues::uses, "must be one of GRU, HMB, DS, and any of its modifiers");
        var votes = whole(RESEARCH_VOTES, 1, 20);
        return cell.flatMap(c -> limits.flatMap(l ->
                answer.flatMap(a -> uses.flatMap(u -> votes.map(v -> new Research(l, a, c, u, v))))));
    }

    /** Exactly one kind of research, and what is demanded. */
    private static Set<DataUse> uses(String text) {
        var uses = Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(DataUse::valueOf)
                .collect(Collectors.toUnmodifiableSet());
        if (!DataUse.permits(uses, uses)) {
            throw new IllegalArgumentException("one kind of research");
        }
        return uses;
    }

    private Optional<Fhir> fhir() {
        var parameters = value(FHIR_SEARCH_PARAMETERS, this::folderOrOff, "must be a folder that is there, or off");
        var packages = value(FHIR_PACKAGES, this::folderOrOff, "must be a folder that is there, or off");
        return parameters.flatMap(s -> packages.flatMap(p -> subscriptions().map(told -> new Fhir(s, p, told))));
    }

    private Optional<Subscriptions> subscriptions() {
        var endpoints = value(SUBSCRIPTIONS_ENDPOINTS, SettingValues::endpoints, "must be public, private or plain");
        var hosts =
                value(SUBSCRIPTIONS_HOSTS, SettingValues::hosts, "must be host names with commas between them, or any");
        var trust = value(SUBSCRIPTIONS_TRUST, this::fileOrOff, "must be a file that is there, or off");
        var most = whole(SUBSCRIPTIONS_MOST, 1, 10_000);
        return endpoints.flatMap(e ->
                hosts.flatMap(h -> trust.flatMap(t -> most.map(m -> new Subscriptions(e, h, t, m)))));
    }

    private static Subscriptions.Endpoints endpoints(String text) {
        return switch (text) {
            case "public" -> Subscriptions.Endpoints.PUBLIC;
            case "private" -> Subscriptions.Endpoints.PRIVATE;
            case "plain" -> Subscriptions.Endpoints.PLAIN;
            default -> throw new IllegalArgumentException("none of them");
        };
    }

    private static List<String> hosts(String text) {
        if (text.equals("any")) {
            return List.of();
        }
        var hosts = Stream.of(text.split(",", -1))
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (!hosts.stream().allMatch(host -> HOST.matcher(host).matches())) {
            throw new IllegalArgumentException("no name of a host");
        }
        return hosts;
    }

    private Optional<Path> fileOrOff(String text) {
        if (text.equals("off")) {
            return Optional.empty();
        }
        var path = folder.resolve(text);
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException("no file");
        }
        return Optional.of(path);
    }

    private Optional<Path> folderOrOff(String text) {
        if (text.equals("off")) {
            return Optional.empty();
        }
        var path = folder.resolve(text);
        if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException("no folder");
        }
        return Optional.of(path);
    }

    private Optional<Long> epsilon(Setting setting) {
        return value(setting, SettingForms::micros, "must be a number above 0 with at most 6 decimals");
    }

    private Optional<Integer> whole(Setting setting, int lowest, int highest) {
        return value(
                setting,
                text -> {
                    var number = Integer.parseInt(text);
                    if (number < lowest || number > highest) {
                        throw new IllegalArgumentException("out of range");
                    }
                    return number;
                },
                "must be a whole number from " + lowest + " to " + highest);
    }

    private <T> Optional<T> value(Setting setting, Function<String, T> parse, String rule) {
        var text = Optional.ofNullable(given.get(setting)).or(setting::byDefault);
        if (text.isEmpty()) {
            problems.add(new Problem(setting.key(), "is missing. " + setting.meaning()));
            return Optional.empty();
        }
        try {
            if (text.get().isEmpty()) {
                throw new IllegalArgumentException("empty");
            }
            return Optional.of(parse.apply(text.get()));
        } catch (IllegalArgumentException | ArithmeticException e) {
            problems.add(new Problem(setting.key(), rule));
            return Optional.empty();
        }
    }

    private static boolean stops(String text) {
        return switch (text) {
            case "stop" -> true;
            case "deny" -> false;
            default -> throw new IllegalArgumentException("neither");
        };
    }

    private static Address hostAndPort(String text) {
        var matcher = ADDRESS.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > HIGHEST_PORT) {
            throw new IllegalArgumentException("not an address");
        }
        return new Address(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    private static LedgerMode ledgerMode(String text) {
        return switch (text) {
            case "embedded" -> LedgerMode.EMBEDDED;
            case "fabric-raft" -> LedgerMode.FABRIC_RAFT;
            case "fabric-bft" -> LedgerMode.FABRIC_BFT;
            default -> throw new IllegalArgumentException("no such mode");
        };
    }

    private Optional<Path> pathOrOff(String text) {
        return text.equals("off") ? Optional.empty() : Optional.of(folder.resolve(text));
    }

    private static Optional<String> urlOrOff(String text) {
        if (text.equals("off")) {
            return Optional.empty();
        }
        if (!URL.matcher(text).matches()) {
            throw new IllegalArgumentException("no address of a server");
        }
        return Optional.of(text);
    }
}
