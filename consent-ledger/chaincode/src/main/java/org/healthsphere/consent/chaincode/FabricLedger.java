package org.healthsphere.consent.chaincode;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.contract.LedgerStub;
import org.healthsphere.specs.Bytes;
import org.hyperledger.fabric.protos.common.MSPPrincipal;
import org.hyperledger.fabric.protos.common.MSPRole;
import org.hyperledger.fabric.protos.common.SignaturePolicy;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.shim.ChaincodeStub;

/** The ledger as a peer's shim shows it. A member is its membership service provider of the same name. */
final class FabricLedger implements LedgerStub {
    private final ChaincodeStub stub;

    FabricLedger(ChaincodeStub stub) {
        this.stub = stub;
    }

    @Override
    public String transaction() {
        return stub.getTxId();
    }

    @Override
    public Instant time() {
        return stub.getTxTimestamp();
    }

    @Override
    public String creator() {
        try {
            return SerializedIdentity.parseFrom(stub.getCreator()).getMspid();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the peer has checked the creator", e);
        }
    }

    @Override
    public Optional<Bytes> passed(String name) {
        return Optional.ofNullable(stub.getTransient().get(name)).map(Bytes::of);
    }

    @Override
    public Optional<String> read(String key) {
        return present(stub.getState(key)).map(Bytes::utf8);
    }

    @Override
    public void write(String key, String value) {
        stub.putState(key, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void anyOneEndorses(String key, Set<String> members) {
        stub.setStateValidationParameter(key, anyOneOf(members));
    }

    @Override
    public void custodianAndOneMoreEndorse(String key, String custodian, Set<String> members) {
        stub.setStateValidationParameter(key, oneAndAnother(custodian, members));
    }

    @Override
    public void purgePrivate(String member, String key) {
        stub.purgePrivateData(collection(member), key);
    }

    private static byte[] oneAndAnother(String custodian, Set<String> members) {
        var own = SignaturePolicy.newBuilder().setSignedBy(0);
        var envelope = SignaturePolicyEnvelope.newBuilder().addIdentities(peer(custodian));
        var another = SignaturePolicy.NOutOf.newBuilder().setN(1);
        var index = 1;
        for (var member : members) {
            if (!member.equals(custodian)) {
                envelope.addIdentities(peer(member));
                another.addRules(SignaturePolicy.newBuilder().setSignedBy(index++));
            }
        }
        var rule = SignaturePolicy.NOutOf.newBuilder().setN(Math.min(2, index)).addRules(own);
        if (index > 1) {
            rule.addRules(SignaturePolicy.newBuilder().setNOutOf(another));
        }
        return envelope.setRule(SignaturePolicy.newBuilder().setNOutOf(rule))
                .build()
                .toByteArray();
    }

    private static MSPPrincipal peer(String member) {
        var peer = MSPRole.newBuilder().setMspIdentifier(member).setRole(MSPRole.MSPRoleType.PEER);
        return MSPPrincipal.newBuilder()
                .setPrincipalClassification(MSPPrincipal.Classification.ROLE)
                .setPrincipal(peer.build().toByteString())
                .build();
    }

    /** One peer of any of these organizations, as validators read it. */
    private static byte[] anyOneOf(Set<String> members) {
        var envelope = SignaturePolicyEnvelope.newBuilder();
        var rule = SignaturePolicy.NOutOf.newBuilder().setN(1);
        var index = 0;
        for (var member : members) {
            envelope.addIdentities(peer(member));
            rule.addRules(SignaturePolicy.newBuilder().setSignedBy(index++));
        }
        return envelope.setRule(SignaturePolicy.newBuilder().setNOutOf(rule))
                .build()
                .toByteArray();
    }

    @Override
    public Optional<Bytes> readPrivate(String member, String key) {
        return present(stub.getPrivateData(collection(member), key));
    }

    @Override
    public void writePrivate(String member, String key, Bytes value) {
        stub.putPrivateData(collection(member), key, value.array());
    }

    /** The collection that every organization has without being asked, and that only its own peers hold. */
    private static String collection(String member) {
        return "_implicit_org_" + member;
    }

    @Override
    public void index(String index, String under, String entry) {
        stub.putState(stub.createCompositeKey(index, under, entry).toString(), new byte[] {1});
    }

    @Override
    public List<String> indexed(String index, String under) {
        List<String> entries = new ArrayList<>();
        try (var found = stub.getStateByPartialCompositeKey(index, under)) {
            found.forEach(entry -> entries.add(
                    stub.splitCompositeKey(entry.getKey()).getAttributes().get(1)));
        } catch (Exception e) {
            throw new IllegalStateException("the peer does not list an index", e);
        }
        return entries;
    }

    @Override
    public List<Change> history(String key) {
        List<Change> changes = new ArrayList<>();
        try (var found = stub.getHistoryForKey(key)) {
            found.forEach(change ->
                    changes.add(new Change(change.getTxId(), change.getTimestamp(), change.getStringValue())));
        } catch (Exception e) {
            throw new IllegalStateException("the peer does not tell a history", e);
        }
        return changes;
    }

    @Override
    public void emit(String name, Bytes payload) {
        stub.setEvent(name, payload.array());
    }

    private static Optional<Bytes> present(byte[] value) {
        return value == null || value.length == 0 ? Optional.empty() : Optional.of(Bytes.of(value));
    }
}
