package org.healthsphere.consent.client;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.TlsChannelCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.healthsphere.keys.EcdsaDer;
import org.healthsphere.keys.Pem;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.hyperledger.fabric.client.CommitStatusException;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.Gateway;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.GatewayRuntimeException;
import org.hyperledger.fabric.client.Hash;
import org.hyperledger.fabric.client.Network;
import org.hyperledger.fabric.client.Status;
import org.hyperledger.fabric.client.SubmitException;
import org.hyperledger.fabric.client.Transaction;
import org.hyperledger.fabric.client.identity.X509Identity;

/** The connection to one gateway: calls with deadlines, whose errors are values that name the stage. */
final class GatewayLink implements AutoCloseable {
    /** The name under which the contract is deployed. */
    static final String CONTRACT = "consent";

    private static final String QUERIES = "qscc";
    private static final String CONFIGURATION = "cscc";
    private static final String VOUCHING = "vouch";
    /** How long a call waits for a connection that was lost, before it says so. */
    private static final long RECONNECT_MILLIS = 500;

    private final LedgerConnection connection;
    private final ManagedChannel channel;
    private final Gateway gateway;
    private final Network network;

    private GatewayLink(LedgerConnection connection, ManagedChannel channel) {
        this.connection = connection;
        this.channel = channel;
        this.gateway = gateway(connection, channel);
        this.network = gateway.getNetwork(connection.network());
    }

    static GatewayLink open(LedgerConnection connection) {
        var tls = connection.tls();
        try {
            var credentials = TlsChannelCredentials.newBuilder()
                    .keyManager(stream(Pem.of(tls.certificate())), stream(Pem.exportPrivateKey(tls.key())))
                    .trustManager(stream(Pem.of(tls.authority())))
                    .build();
            var address = connection.address();
            return new GatewayLink(
                    connection,
                    Grpc.newChannelBuilderForAddress(address.host(), address.port(), credentials)
                            .build());
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory does not fail", e);
        }
    }

    private static Gateway gateway(LedgerConnection connection, ManagedChannel channel) {
        var speaker = connection.speaker();
        var millis = connection.patience().toMillis();
        return Gateway.newInstance()
                .identity(new X509Identity(speaker.member().value(), speaker.certificate()))
                // Our signers hash what they sign themselves.
                .hash(Hash.NONE)
                .signer(message -> EcdsaDer.of(speaker.signer().sign(message)))
                .evaluateOptions(options -> options.withDeadlineAfter(millis, TimeUnit.MILLISECONDS))
                .endorseOptions(options -> options.withDeadlineAfter(millis, TimeUnit.MILLISECONDS))
                .submitOptions(options -> options.withDeadlineAfter(millis, TimeUnit.MILLISECONDS))
                .commitStatusOptions(options -> options.withDeadlineAfter(millis, TimeUnit.MILLISECONDS))
                .connection(channel)
                .connect();
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A read of the contract. */
    Outcome<byte[]> evaluate(String function, String... arguments) {
        return evaluated(CONTRACT, function, arguments);
    }

    /** A query about the chain itself. */
    Outcome<byte[]> system(String function, String... arguments) {
        var all = new String[arguments.length + 1];
        all[0] = connection.network();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return evaluated(QUERIES, function, all);
    }

    /** The channel's configuration, as the peer that one is connected to has it. */
    Outcome<byte[]> channelConfiguration() {
        return evaluated(CONFIGURATION, "GetChannelConfig", connection.network());
    }

    /** What this organization's peer says, under its signature, of how far its chain goes. */
    Outcome<EndorsedAnswer> endorsedChainInfo(String organization) {
        wake();
        try {
            var transaction = network.getContract(QUERIES)
                    .newProposal("GetChainInfo")
                    .addArguments(connection.network())
                    .setEndorsingOrganizations(organization)
                    .build()
                    .endorse();
            return Outcome.of(EndorsedAnswer.of(transaction.getBytes()));
        } catch (EndorseException e) {
            return Outcome.failed(Faults.of("endorse", e.getStatus(), e.getDetails()));
        } catch (InvalidProtocolBufferException _) {
            return Outcome.failed(new Fault.Unavailable("consent ledger: an endorsed answer"));
        }
    }

    /** What the ledger states about its head. */
    Outcome<byte[]> vouch() {
        return evaluated(VOUCHING, "head");
    }

    private Outcome<byte[]> evaluated(String contract, String function, String... arguments) {
        wake();
        try {
            return Outcome.of(network.getContract(contract).evaluateTransaction(function, arguments));
        } catch (GatewayException e) {
            return Outcome.failed(Faults.of("evaluate", e.getStatus(), e.getDetails()));
        }
    }

    /** With these endorsers, or with those that the gateway finds where none are named. */
    Submission submit(Wire wire, List<String> endorsers, Predicate<String> isAnother) {
        wake();
        try {
            var proposal =
                    network.getContract(CONTRACT).newProposal(wire.operation()).addArguments(wire.json());
            if (!wire.terms().isEmpty()) {
                proposal.putTransient("terms", wire.terms().array());
            }
            if (!endorsers.isEmpty()) {
                proposal.setEndorsingOrganizations(endorsers.toArray(String[]::new));
            }
            return handIn(proposal.build().endorse(), !endorsers.isEmpty());
        } catch (EndorseException e) {
            return unendorsed(e, !endorsers.isEmpty(), isAnother);
        }
    }

    private Submission handIn(Transaction transaction, boolean named) {
        wake();
        try {
            return outcome(transaction.submitAsync().getStatus(), named);
        } catch (SubmitException e) {
            return new Submission.Unseen(
                    Faults.of("submit", e.getStatus(), e.getDetails()), () -> handIn(transaction, named));
        } catch (CommitStatusException e) {
            return new Submission.Unseen(
                    Faults.of("commit", e.getStatus(), e.getDetails()), () -> handIn(transaction, named));
        }
    }

    /**
     * One's own peer has seen what one did before: its word holds. Others may be a block behind, and say no, or come to something
     * else, only because of that; and whoever was named may be away.
     */
    private static Submission unendorsed(EndorseException e, boolean named, Predicate<String> isAnother) {
        var own = e.getDetails().stream()
                .filter(detail -> !isAnother.test(detail.getMspId()))
                .toList();
        var differ = own.isEmpty()
                && (e.getStatus().getCode() == Code.ABORTED
                        || (named && e.getStatus().getCode() == Code.UNAVAILABLE));
        return differ
                ? new Submission.Overtaken(Faults.of("endorse", e.getStatus(), e.getDetails()))
                : new Submission.Refused(Faults.of("endorse", e.getStatus(), own));
    }

    private static Submission outcome(Status status, boolean named) {
        return switch (status.getCode()) {
            case VALID -> new Submission.Committed(status.getTransactionId(), status.getBlockNumber());
            case MVCC_READ_CONFLICT, PHANTOM_READ_CONFLICT ->
                new Submission.Overtaken(new Fault.Unavailable("consent ledger: submit"));
            case ENDORSEMENT_POLICY_FAILURE -> unendorsed(named);
            default -> new Submission.Refused(new Fault.Unavailable("consent ledger: commit"));
        };
    }

    /** Whom the gateway found was not enough; whom one named may have been the wrong ones. */
    private static Submission unendorsed(boolean named) {
        var fault = new Fault.Forbidden("consent ledger: too few members endorsed");
        return named ? new Submission.Overtaken(fault) : new Submission.Refused(fault);
    }

    /** Waits for an event in this block or above; whether there was one. */
    boolean awaitEvent(long height, Duration patience) {
        wake();
        var request = network.newChaincodeEventsRequest(CONTRACT)
                .startBlock(Math.max(0, height))
                .build();
        try (var events =
                request.getEvents(options -> options.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS))) {
            return events.hasNext();
        } catch (GatewayRuntimeException _) {
            // Time is over, or the ledger is not there: the next read tells which.
            return false;
        }
    }

    /** After a failure gRPC waits longer and longer before it connects again; whoever calls wants to know now. */
    private void wake() {
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            var changed = new CountDownLatch(1);
            channel.notifyWhenStateChanged(ConnectivityState.TRANSIENT_FAILURE, changed::countDown);
            channel.resetConnectBackoff();
            try {
                var _ = changed.await(RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Takes no new call; those that are under way go on to their end. */
    void retire() {
        channel.shutdown();
    }

    @Override
    public void close() {
        gateway.close();
        channel.shutdownNow();
    }
}
