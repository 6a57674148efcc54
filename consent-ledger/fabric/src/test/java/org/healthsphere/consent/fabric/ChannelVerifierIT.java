package org.healthsphere.consent.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.ConsentLedgerContract.EAST;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import org.healthsphere.consent.AtOnce;
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.PatientApp;
import org.healthsphere.consent.embedded.ChannelVerifier;
import org.healthsphere.consent.embedded.LedgerVerifier.Verified;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockMetadata;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A channel of real peers, checked offline from its first block. */
@NeedsFabric
class ChannelVerifierIT {
    @TempDir
    Path folder;

    private static void put(TestChannel channel, NodeId member, Directive directive) {
        var _ = channel.settled(member).submit(directive).orElseThrow();
    }

    /** Something of every way in which the contract writes, and races that peers find invalid. */
    private static void live(TestChannel channel) throws Exception {
        for (var member : List.of(NORTH, SOUTH, EAST)) {
            put(channel, NORTH, ConsentLedgerContract.admission(member));
        }
        var patient = new PatientApp(NORTH);
        put(channel, NORTH, patient.registration());
        var first = patient.grant();
        put(channel, NORTH, first);
        put(channel, NORTH, patient.amend(first, 2, Set.of(PurposeOfUse.HRESCH)));
        put(channel, NORTH, new Directive.Erase(first.id(), NORTH));
        var second = patient.grant();
        put(channel, NORTH, second);
        put(channel, SOUTH, patient.revoke(second.id()));
        List<Callable<Outcome<?>>> debits = new ArrayList<>();
        for (var i = 0; i < 6; i++) {
            var debit = new Directive.Debit("debit-" + i, "study-1", NORTH, 100, 1_000);
            debits.add(() -> channel.client(NORTH).submit(debit));
        }
        assertThat(AtOnce.together(debits)).allMatch(Outcome.Success.class::isInstance);
        theSameAtOnce(channel);
    }

    /** Each is endorsed for itself, and in one block the first settles the policy of the key that the others write: peers refuse these for that. */
    private static void theSameAtOnce(TestChannel channel) throws Exception {
        var patient = new PatientApp(NORTH);
        put(channel, NORTH, patient.registration());
        var grant = patient.grant();
        List<Callable<Outcome<?>>> grants = new ArrayList<>();
        for (var i = 0; i < 6; i++) {
            grants.add(() -> channel.client(NORTH).submit(grant));
        }
        assertThat(AtOnce.together(grants)).allMatch(Outcome.Success.class::isInstance);
    }

    private static Outcome<Verified> verify(FabricNetwork network, Path file) throws IOException {
        return ChannelVerifier.verify(file, network.authorities());
    }

    @ParameterizedTest
    @EnumSource(
            value = Ordering.class,
            names = {"RAFT_1", "BFT_4"})
    void a_channel_holds_from_its_first_block_and_each_change_of_it_is_found(Ordering ordering) throws Exception {
        var network = TestFabric.of(ordering).network();
        try (var channel = TestFabric.of(ordering).channel()) {
            live(channel);
            var file = folder.resolve("blocks");
            var height = network.export(SOUTH, channel.name(), file);
            var verified = verify(network, file).orElseThrow();
            assertThat(verified.blocks()).isEqualTo(height);
            assertThat(verified.transactions()).isGreaterThanOrEqualTo(9 + 6 + 5 + 2);
            assertThat(verified.headHash())
                    .isEqualTo(channel.client(NORTH).head().orElseThrow().hash());
            var north = folder.resolve("north");
            assertThat(network.export(NORTH, channel.name(), north)).isEqualTo(height);
            assertThat(verify(network, north)).isEqualTo(Outcome.of(verified));
            eachChangeIsFound(network, BlockFile.read(file));
            assertThat(ChannelVerifier.verify(file, network.authorities().subList(0, 2)))
                    .isEqualTo(Outcome.failed(new Fault.Invalid("the channel is not of these authorities")));
        }
    }

    private void eachChangeIsFound(FabricNetwork network, List<Block> blocks) throws IOException {
        var random = new Random(20_260_622);
        for (var i = 0; i < 200; i++) {
            var at = random.nextInt(blocks.size());
            var changed = new ArrayList<>(blocks);
            changed.set(at, flipped(blocks.get(at), random));
            assertThat(verify(network, written(changed)))
                    .as("block %d, change %d", at, i)
                    .isInstanceOf(Outcome.Failure.class);
        }
        var last = blocks.size() - 1;
        for (var verdict : new byte[] {0, 11}) {
            var changed = new ArrayList<>(blocks);
            changed.set(last, judged(blocks.get(last), verdict));
            var same = changed.get(last).equals(blocks.get(last));
            assertThat(verify(network, written(changed)) instanceof Outcome.Success)
                    .isEqualTo(same);
        }
        var without = new ArrayList<>(blocks);
        without.remove(last / 2);
        assertThat(verify(network, written(without)))
                .isEqualTo(Outcome.failed(new Fault.Invalid("block " + last / 2 + " does not hold")));
    }

    /** One bit of what is hashed or signed: a header, a transaction, a signature. */
    private static Block flipped(Block block, Random random) {
        return switch (random.nextInt(block.getHeader().getNumber() == 0 ? 2 : 3)) {
            case 0 ->
                block.toBuilder()
                        .setHeader(block.getHeader().toBuilder()
                                .setDataHash(flipped(block.getHeader().getDataHash(), random)))
                        .build();
            case 1 ->
                block.toBuilder()
                        .setData(block.getData().toBuilder()
                                .setData(0, flipped(block.getData().getData(0), random)))
                        .build();
            default -> {
                var metadata = block.getMetadata();
                yield metadata(block, 0, flipped(metadata.getMetadata(0), random));
            }
        };
    }

    private static Block judged(Block block, byte verdict) {
        return metadata(block, 2, ByteString.copyFrom(new byte[] {verdict}));
    }

    private static Block metadata(Block block, int place, ByteString value) {
        return block.toBuilder()
                .setMetadata(BlockMetadata.newBuilder(block.getMetadata()).setMetadata(place, value))
                .build();
    }

    private static ByteString flipped(ByteString bytes, Random random) {
        var copy = bytes.toByteArray();
        copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        return ByteString.copyFrom(copy);
    }

    private Path written(List<Block> blocks) throws IOException {
        return BlockFile.write(folder.resolve("changed"), blocks);
    }
}
