package org.healthsphere.consent.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.ConsentLedgerContract.EAST;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;
import static org.healthsphere.consent.GovernanceContract.WEST;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.healthsphere.consent.embedded.ChannelVerifier;
import org.healthsphere.consent.embedded.LedgerVerifier.Verified;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.Pem;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.Config;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigUpdate;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.MSPConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change of a channel's configuration, and what the verifier says to changes that nobody may make: without Fabric's programs. */
class ChannelUpdateTest {
    private static final String CHANNEL = "consent";
    private static final Instant TIME = Instant.parse("2026-06-22T10:00:00Z");
    private static final NodeId FIFTH = new NodeId("middle");
    private static final Outcome<Verified> FOUND = Outcome.failed(new Fault.Invalid("block 1 does not hold"));

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();
    private final FabricNetwork.Tools tools = new FabricNetwork.Tools(InstantSource.fixed(TIME), random);

    private Sites sites;
    private Block first;
    private Config present;
    private TestOrderer orderer;

    @BeforeEach
    void found() throws IOException {
        var plan = FabricPlan.local(List.of(NORTH, SOUTH, EAST), Ordering.RAFT_1);
        sites = Sites.of(plan).with(WEST, 0).with(FIFTH, 0);
        new NetworkFounding(folder, sites, List.of(), tools, Passphrase.of("test passphrase")).make();
        var hospitals = List.of(organization(NORTH), organization(SOUTH), organization(EAST));
        first = TestOrderer.exported(
                new FirstBlock(sites, Layout.ordering(folder), hospitals).build(CHANNEL, TIME, random));
        present = TestOrderer.config(first);
        orderer = TestOrderer.of(Layout.ordering(folder), CHANNEL, TIME);
    }

    private Organization organization(NodeId name) {
        return Layout.hospital(folder, name);
    }

    private List<Administrator> administrators(NodeId... hospitals) throws IOException {
        List<Administrator> all = new ArrayList<>();
        for (var hospital : hospitals) {
            all.add(Administrator.of(organization(hospital)));
        }
        return all;
    }

    private ConfigGroup hospital(NodeId name) throws IOException {
        return new FirstBlock(sites, Layout.ordering(folder), List.of()).hospital(organization(name));
    }

    private ChannelUpdate admitting(Config config, NodeId hospital) throws IOException {
        return ChannelUpdate.to(
                CHANNEL, config.getChannelGroup(), with(config, hospital).getChannelGroup());
    }

    private Envelope signed(ChannelUpdate update, NodeId... hospitals) throws IOException {
        return update.signed(administrators(hospitals), TIME, random);
    }

    /** What an orderer comes to. */
    private Config with(Config config, NodeId name) throws IOException {
        var root = config.getChannelGroup();
        var application = root.getGroupsOrThrow("Application");
        return Config.newBuilder()
                .setSequence(config.getSequence() + 1)
                .setChannelGroup(root.toBuilder()
                        .putGroups(
                                "Application",
                                application.toBuilder()
                                        .setVersion(application.getVersion() + 1)
                                        .putGroups(name.value(), hospital(name))
                                        .build()))
                .build();
    }

    private Outcome<Verified> verify(NodeId[] believed, Block... blocks) throws IOException {
        List<X509Certificate> authorities =
                new ArrayList<>(List.of(Layout.ordering(folder).authority()));
        for (var hospital : believed) {
            authorities.add(organization(hospital).authority());
        }
        return ChannelVerifier.verify(BlockFile.write(folder.resolve("blocks"), Arrays.asList(blocks)), authorities);
    }

    private Outcome<Verified> verify(Block... blocks) throws IOException {
        return verify(new NodeId[] {NORTH, SOUTH, EAST, WEST, FIFTH}, blocks);
    }

    private Outcome<Verified> verify(Envelope update) throws IOException {
        return verify(first, orderer.block(first, with(present, WEST), update));
    }

    @Test
    void most_of_the_hospitals_admit_another_one_and_then_it_counts_too() throws IOException {
        var update = signed(admitting(present, WEST), NORTH, EAST);
        var second = orderer.block(first, with(present, WEST), update);
        assertThat(verify(first, second).orElseThrow().blocks()).isEqualTo(2);
        var wider = TestOrderer.config(second);
        var next = with(wider, FIFTH);
        var byThree = signed(admitting(wider, FIFTH), NORTH, WEST, EAST);
        assertThat(verify(first, second, orderer.block(second, next, byThree))
                        .orElseThrow()
                        .blocks())
                .isEqualTo(3);
        var byTwo = signed(admitting(wider, FIFTH), NORTH, EAST);
        assertThat(verify(first, second, orderer.block(second, next, byTwo)))
                .isEqualTo(Outcome.failed(new Fault.Invalid("block 2 does not hold")));
    }

    @Test
    void too_few_the_same_twice_and_a_stranger_admit_nobody() throws IOException {
        var update = admitting(present, WEST);
        assertThat(verify(signed(update, NORTH))).isEqualTo(FOUND);
        assertThat(verify(signed(update, NORTH, NORTH))).isEqualTo(FOUND);
        assertThat(verify(signed(update, NORTH, WEST))).isEqualTo(FOUND);
        var node = new Administrator(
                SOUTH.value(), organization(SOUTH).msp(Organization.CLIENT).self());
        var withNode = List.of(administrators(NORTH).getFirst(), node);
        assertThat(verify(update.signed(withNode, TIME, random))).isEqualTo(FOUND);
    }

    @Test
    void a_signature_is_for_one_update_alone() throws IOException {
        var other = new Administrator(
                SOUTH.value(), Administrator.of(organization(EAST)).self());
        var forged = List.of(administrators(NORTH).getFirst(), other);
        assertThat(verify(admitting(present, WEST).signed(forged, TIME, random)))
                .isEqualTo(FOUND);
        var forAnother = signed(admitting(present, FIFTH), NORTH, SOUTH);
        assertThat(verify(forAnother)).isEqualTo(FOUND);
    }

    @Test
    void the_new_configuration_is_what_the_update_says_and_the_next_one() throws IOException {
        var update = signed(admitting(present, WEST), NORTH, SOUTH);
        var next = with(present, WEST);
        var more = next.toBuilder()
                .setChannelGroup(next.getChannelGroup().toBuilder()
                        .removePolicies("Admins")
                        .build())
                .build();
        assertThat(verify(first, orderer.block(first, more, update))).isEqualTo(FOUND);
        var later = next.toBuilder().setSequence(7).build();
        assertThat(verify(first, orderer.block(first, later, update))).isEqualTo(FOUND);
        var second = orderer.block(first, next, update);
        assertThat(verify(first, second, orderer.block(second, with(next, WEST), update)))
                .isEqualTo(Outcome.failed(new Fault.Invalid("block 2 does not hold")));
    }

    @Test
    void hospitals_alone_change_nothing_of_the_ordering() throws IOException {
        var root = present.getChannelGroup();
        var ordering = root.getGroupsOrThrow("Orderer");
        var timeout = ordering.getValuesOrThrow("BatchTimeout");
        var wanted = timeout.toBuilder().setVersion(timeout.getVersion() + 1).build();
        var read = ConfigGroup.newBuilder().setVersion(root.getVersion()).build();
        var within = ConfigGroup.newBuilder().setVersion(ordering.getVersion()).build();
        var update = new ChannelUpdate(
                CHANNEL,
                ConfigUpdate.newBuilder()
                        .setChannelId(CHANNEL)
                        .setReadSet(read.toBuilder().putGroups("Orderer", within))
                        .setWriteSet(read.toBuilder()
                                .putGroups(
                                        "Orderer",
                                        within.toBuilder()
                                                .putValues("BatchTimeout", wanted)
                                                .build()))
                        .build());
        var next = Config.newBuilder()
                .setSequence(present.getSequence() + 1)
                .setChannelGroup(root.toBuilder()
                        .putGroups(
                                "Orderer",
                                ordering.toBuilder()
                                        .putValues("BatchTimeout", wanted)
                                        .build()))
                .build();
        var byHospitals = signed(update, NORTH, SOUTH, EAST);
        assertThat(verify(first, orderer.block(first, next, byHospitals))).isEqualTo(FOUND);
        var byOrderers = update.signed(List.of(Administrator.of(Layout.ordering(folder))), TIME, random);
        assertThat(verify(first, orderer.block(first, next, byOrderers))
                        .orElseThrow()
                        .blocks())
                .isEqualTo(2);
    }

    @Test
    void an_orderer_writes_it_and_the_new_hospitals_authority_is_believed() throws IOException {
        var update = signed(admitting(present, WEST), NORTH, SOUTH);
        var next = with(present, WEST);
        var author = administrators(NORTH).getFirst();
        assertThat(verify(first, orderer.block(first, next, update, author))).isEqualTo(FOUND);
        var known = new NodeId[] {NORTH, SOUTH, EAST};
        assertThat(verify(known, first, orderer.block(first, next, update))).isEqualTo(FOUND);
    }

    private static Config next(Config present, ConfigGroup application) {
        return present.toBuilder()
                .setSequence(present.getSequence() + 1)
                .setChannelGroup(present.getChannelGroup().toBuilder().putGroups("Application", application))
                .build();
    }

    private ChannelUpdate update(Config wanted) {
        return ChannelUpdate.to(CHANNEL, present.getChannelGroup(), wanted.getChannelGroup());
    }

    @Test
    void most_of_the_hospitals_send_one_away_and_then_its_word_does_not_count() throws IOException {
        var application = present.getChannelGroup().getGroupsOrThrow("Application");
        var without = next(
                present,
                application.toBuilder()
                        .setVersion(application.getVersion() + 1)
                        .removeGroups(EAST.value())
                        .build());
        var second = orderer.block(first, without, signed(update(without), NORTH, SOUTH));
        assertThat(verify(first, second).orElseThrow().blocks()).isEqualTo(2);
        assertThat(verify(first, orderer.block(first, without, signed(update(without), NORTH))))
                .isEqualTo(FOUND);
        var more = with(without, WEST);
        var byBoth = signed(admitting(without, WEST), NORTH, SOUTH);
        assertThat(verify(first, second, orderer.block(second, more, byBoth))
                        .orElseThrow()
                        .blocks())
                .isEqualTo(3);
        var byWhoLeft = signed(admitting(without, WEST), NORTH, EAST);
        assertThat(verify(first, second, orderer.block(second, more, byWhoLeft)))
                .isEqualTo(Outcome.failed(new Fault.Invalid("block 2 does not hold")));
    }

    /** The list of what SOUTH's authority took back, with its administrator in it. */
    private Config withoutSouthsAdministrator() throws IOException {
        var registry = Registry.open(
                        organization(SOUTH), Passphrase.of("test passphrase"), tools.clock(), tools.random())
                .orElseThrow();
        var list = registry.revoke(Administrator.of(organization(SOUTH)).self().certificate())
                .orElseThrow();
        var application = present.getChannelGroup().getGroupsOrThrow("Application");
        var south = application.getGroupsOrThrow(SOUTH.value());
        var value = south.getValuesOrThrow("MSP");
        var msp = MSPConfig.parseFrom(value.getValue());
        var changed = FabricMSPConfig.parseFrom(msp.getConfig()).toBuilder()
                .addRevocationList(ByteString.copyFromUtf8(Pem.of(list)));
        var wanted = value.toBuilder()
                .setVersion(value.getVersion() + 1)
                .setValue(msp.toBuilder()
                        .setConfig(changed.build().toByteString())
                        .build()
                        .toByteString());
        return next(
                present,
                application.toBuilder()
                        .putGroups(
                                SOUTH.value(),
                                south.toBuilder()
                                        .putValues("MSP", wanted.build())
                                        .build())
                        .build());
    }

    @Test
    void a_hospital_alone_takes_its_identities_back_and_then_nobody_hears_them() throws IOException {
        var wanted = withoutSouthsAdministrator();
        assertThat(verify(first, orderer.block(first, wanted, signed(update(wanted), NORTH, EAST))))
                .isEqualTo(FOUND);
        var second = orderer.block(first, wanted, signed(update(wanted), SOUTH));
        assertThat(verify(first, second).orElseThrow().blocks()).isEqualTo(2);
        var more = with(wanted, WEST);
        var byRevoked = signed(admitting(wanted, WEST), NORTH, SOUTH);
        assertThat(verify(first, second, orderer.block(second, more, byRevoked)))
                .isEqualTo(Outcome.failed(new Fault.Invalid("block 2 does not hold")));
        var byOthers = signed(admitting(wanted, WEST), NORTH, EAST);
        assertThat(verify(first, second, orderer.block(second, more, byOthers))
                        .orElseThrow()
                        .blocks())
                .isEqualTo(3);
    }

    @Test
    void a_peer_that_came_to_something_else_is_found() throws IOException {
        var second = orderer.block(first, with(present, WEST), signed(admitting(present, WEST), NORTH, EAST));
        for (var note : List.of(ByteString.EMPTY, second.getMetadata().getMetadata(0))) {
            var another = second.toBuilder()
                    .setMetadata(second.getMetadata().toBuilder().setMetadata(4, note))
                    .build();
            assertThat(verify(first, another)).isEqualTo(FOUND);
        }
    }
}
