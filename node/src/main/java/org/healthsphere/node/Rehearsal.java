package org.healthsphere.node;

import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.consent.client.LedgerConnection;
import org.healthsphere.federation.exchange.FederatedRecord;
import org.healthsphere.federation.exchange.Question;
import org.healthsphere.federation.exchange.RecordExchange;
import org.healthsphere.federation.exchange.RecordFilter;
import org.healthsphere.federation.linkage.AdministrativeGender;
import org.healthsphere.federation.linkage.MatchKey;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.federation.linkage.oblivious.LinkageKey;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.keys.sealing.EnvelopeHeader;
import org.healthsphere.keys.sealing.EnvelopeOpener;
import org.healthsphere.keys.sealing.Freshness;
import org.healthsphere.keys.sealing.ReplayGuard;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.doctor.Examination;
import org.healthsphere.node.network.LedgerHost;
import org.healthsphere.node.network.MemberCard;
import org.healthsphere.node.network.Members;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.network.NodeSealing;
import org.healthsphere.node.network.Standing;
import org.healthsphere.node.peers.HttpsPeerChannel;
import org.healthsphere.node.peers.PeerLimits;
import org.healthsphere.node.peers.PeerTls;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/**
 * A member without its node: it reads the ledger and asks the others, by the same ways as the node does, about a patient whom chance
 * has made up. What comes of that shows what would come of a real question, and nothing is released.
 */
public final class Rehearsal implements Examination.Network, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int TOKEN_BYTES = 16;
    private static final int REMEMBERED = 1_000;

    private final Closing closing = new Closing();
    private final MemberIdentity identity;
    private final Environment environment;
    private final ConsentLedger ledger;
    private final Standing standing;
    private final Members members;
    private final RecordExchange exchange;
    private final Sha256 linkage;
    private long height;

    private Rehearsal(NodeConfig config, MemberIdentity identity, Environment environment) {
        this.identity = identity;
        this.environment = environment;
        var clock = environment.clock();
        var folder = new NodeFolder(config.data());
        var vertx = Vertx.vertx();
        closing.add(() -> vertx.close().await());
        this.linkage = LinkageKey.parse(folder.linkageKey()).orElseThrow().id();
        this.standing = Standing.open(folder, identity.authority(), clock);
        this.members = new Members(standing);
        var at = config.ledger().address();
        this.ledger = closing.add(LedgerHost.asMember(
                identity, folder, config.ledger().mode(), new LedgerConnection.Address(at.host(), at.port()), clock));
        var channel = closing.add(new HttpsPeerChannel(
                vertx, new PeerTls(identity, standing::member, environment.random()), PeerLimits.DEFAULT, clock));
        var opener = new EnvelopeOpener(
                identity.id(),
                identity,
                members,
                Freshness.PROMPT,
                new ReplayGuard(REMEMBERED, clock.instant()),
                clock);
        this.exchange = new RecordExchange(
                identity.id(),
                members,
                new NodeSealing(identity, members, opener, environment.random()),
                channel,
                clock,
                () -> EnvelopeHeader.newMessageId(environment.random()));
    }

    public static Rehearsal open(NodeConfig config, MemberIdentity identity, Environment environment) {
        return new Rehearsal(config, identity, environment);
    }

    @Override
    public Outcome<LedgerHead> head() {
        return ledger.head();
    }

    @Override
    public Outcome<List<MemberCard>> members() {
        return ledger.eventsFrom(0).map(events -> {
            events.forEach(this::take);
            return members.cards();
        });
    }

    private void take(LedgerEvent event) {
        standing.apply(event);
        members.apply(event);
        height = Math.max(height, event.height());
    }

    @Override
    public Standing standing() {
        return standing;
    }

    @Override
    public FederatedRecord rehearsed() {
        var question = new Question(
                new Requester(identity.id(), "conformance-rehearsal", Role.CLINICIAN),
                PurposeOfUse.TREAT,
                Optional.empty(),
                nobody(linkage, environment.random()),
                RecordFilter.EVERYTHING,
                height);
        return exchange.ask(question, Deadline.in(PATIENCE, environment.clock()));
    }

    /** Tokens that no patient has. */
    private static PatientTokens nobody(Sha256 key, SecureRandom random) {
        Map<MatchKey, Set<String>> tokens = new EnumMap<>(MatchKey.class);
        for (var match : MatchKey.values()) {
            var chance = new byte[TOKEN_BYTES];
            random.nextBytes(chance);
            tokens.put(match, Set.of(Bytes.of(chance).base64url()));
        }
        return new PatientTokens(key, AdministrativeGender.UNKNOWN, tokens);
    }

    @Override
    public void close() {
        closing.close();
    }
}
