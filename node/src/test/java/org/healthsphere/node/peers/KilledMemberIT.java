package org.healthsphere.node.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.federation.exchange.FederatedRecord;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.federation.merge.MergedRecord;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member whose process is killed in the middle of a long answer: whoever asked has all of it in the end, or nothing and knows it. */
class KilledMemberIT {
    private static final int MEGABYTES = 5;
    /** How it is said, where it is, and so many pieces of half a megabyte. */
    private static final int IN_THE_MIDDLE = 2 + 4;

    @TempDir
    private Path folder;

    private final Network network = new Network();
    private final SecureRandom random = new SecureRandom();
    private final Passphrase passphrase = Passphrase.generate(random);
    private final MemberIdentity north = network.member("north");
    private final MemberIdentity south = network.member("south");
    private Optional<Process> member = Optional.empty();

    @BeforeEach
    void keys() {
        LongAnswerMember.write(folder, passphrase, List.of(north, south), network.authority.revocations());
    }

    @AfterEach
    void close() {
        kill();
        network.close();
    }

    /** The port at which it listens. */
    private int start(int port) {
        try {
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LongAnswerMember.class.getName(),
                            folder.toString(),
                            new String(passphrase.reveal()),
                            Integer.toString(port),
                            Integer.toString(MEGABYTES))
                    .redirectError(folder.resolve("member.log").toFile())
                    .start();
            member = Optional.of(process);
            for (var line = process.inputReader().readLine();
                    line != null;
                    line = process.inputReader().readLine()) {
                if (line.startsWith("listens ")) {
                    return Integer.parseInt(line.substring("listens ".length()));
                }
            }
            throw new IllegalStateException(
                    "the member did not start: " + Files.readString(folder.resolve("member.log")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void kill() {
        member.ifPresent(process -> {
            try {
                assertThat(process.destroyForcibly().waitFor()).isNotZero();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        member = Optional.empty();
    }

    /** Does something when so many replies have come; with every question after that so much time passes. */
    private final class Watched implements PeerChannel {
        private final PeerChannel channel = network.channel(north, PeerLimits.DEFAULT);
        private final Runnable inTheMiddle;
        private final Duration passes;
        private int replies;

        Watched(Runnable inTheMiddle, Duration passes) {
            this.inTheMiddle = inTheMiddle;
            this.passes = passes;
        }

        @Override
        public Map<NodeId, PeerReply> ask(Map<Peer, Bytes> requests, Deadline deadline) {
            return channel.ask(requests, deadline);
        }

        @Override
        public void converse(Conversation conversation, Deadline deadline) {
            if (replies >= IN_THE_MIDDLE) {
                network.clock.advance(passes);
            }
            channel.converse(
                    new Conversation() {
                        @Override
                        public void begin(Sending sending) {
                            conversation.begin(sending);
                        }

                        @Override
                        public void arrived(NodeId of, PeerReply reply, Sending sending) {
                            conversation.arrived(of, reply, sending);
                            if (++replies == IN_THE_MIDDLE) {
                                inTheMiddle.run();
                            }
                        }
                    },
                    deadline);
        }
    }

    private FederatedRecord ask(int port, Runnable inTheMiddle, Duration passes) {
        var channel = new Watched(inTheMiddle, passes);
        var record = new SealedMember(north, Map.of(north.id(), north, south.id(), south), network.clock)
                .asking(List.of(Network.peer(south, port)), channel)
                .ask(LongAnswerIT.QUESTION, Deadline.in(Duration.ofSeconds(30), network.clock));
        assertThat(channel.replies).isGreaterThan(IN_THE_MIDDLE);
        return record;
    }

    /** One test, since each start of a process costs seconds. */
    @Test
    void started_again_it_gives_all_of_it_and_killed_for_good_it_is_missing_and_nothing_of_it_is_shown() {
        var port = start(0);
        var again = ask(
                port,
                () -> {
                    kill();
                    assertThat(start(port)).isEqualTo(port);
                },
                Duration.ZERO);
        assertThat(again.answers())
                .isEqualTo(Map.of(
                        south.id(),
                        new MemberAnswer.Answered(
                                LongAnswerIT.records(MEGABYTES).toList(), LongAnswerMember.RECEIPT)));

        var gone = ask(port, this::kill, Duration.ofSeconds(25));
        assertThat(gone.answers()).isEqualTo(Map.of(south.id(), new MemberAnswer.Late()));
        assertThat(gone.isComplete()).isFalse();
        assertThat(MergedRecord.of(gone).items()).isEmpty();
    }
}
