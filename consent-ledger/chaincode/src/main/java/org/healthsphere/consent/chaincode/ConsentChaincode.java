package org.healthsphere.consent.chaincode;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Map;
import org.healthsphere.consent.contract.ConsentContract;
import org.healthsphere.consent.contract.Refusals;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.hyperledger.fabric.metrics.Metrics;
import org.hyperledger.fabric.shim.ChaincodeBase;
import org.hyperledger.fabric.shim.ChaincodeServerProperties;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.hyperledger.fabric.shim.NettyChaincodeServer;
import org.hyperledger.fabric.shim.ResponseUtils;
import org.hyperledger.fabric.traces.Traces;

/**
 * The consent contract as a service that peers connect to.
 *
 * <p>The environment tells {@code CORE_CHAINCODE_ID_NAME}, the package's id, and {@code CHAINCODE_SERVER_ADDRESS}, host and port to
 * listen on. With {@code CHAINCODE_TLS_CERT}, {@code CHAINCODE_TLS_KEY} and {@code CHAINCODE_CLIENT_CA_CERT}, files in PEM, it
 * speaks TLS and takes connections of peers that this authority vouches for, and of nobody else. It has a dispatcher of its own: Fabric's router scans the class path, which costs seconds at every start.
 */
public final class ConsentChaincode extends ChaincodeBase {
    private final ConsentContract contract = new ConsentContract();

    @Override
    public Response init(ChaincodeStub stub) {
        return ResponseUtils.newSuccessResponse();
    }

    @Override
    public Response invoke(ChaincodeStub stub) {
        return switch (contract.invoke(new FabricLedger(stub), stub.getFunction(), stub.getParameters())) {
            case Outcome.Success<Bytes>(var payload) -> ResponseUtils.newSuccessResponse(payload.array());
            // The shim knows no status but its own three: the contract's code is in the text.
            case Outcome.Failure<Bytes>(var fault) -> ResponseUtils.newErrorResponse(Refusals.text(fault));
        };
    }

    /** A server under this package id. */
    static NettyChaincodeServer server(String packageId, ChaincodeServerProperties properties) throws IOException {
        var chaincode = new ConsentChaincode();
        chaincode.processCommandLineOptions(new String[] {"-i", packageId});
        return chaincode.server(properties);
    }

    private NettyChaincodeServer server(ChaincodeServerProperties properties) throws IOException {
        // The shim fails at the first message when these two were not called.
        Metrics.initialize(getChaincodeConfig());
        Traces.initialize(getChaincodeConfig());
        return new NettyChaincodeServer(this, properties);
    }

    public static void main(String[] args) throws IOException, InterruptedException, URISyntaxException {
        var chaincode = new ConsentChaincode();
        chaincode.initializeLogging();
        chaincode.processEnvironmentOptions();
        chaincode.validateOptions();
        var properties = chaincode.getChaincodeServerConfig();
        mutualTls(properties, System.getenv());
        chaincode.server(properties).start();
    }

    private static void mutualTls(ChaincodeServerProperties properties, Map<String, String> environment) {
        var certificate = environment.get("CHAINCODE_TLS_CERT");
        if (certificate == null) {
            return;
        }
        var key = environment.get("CHAINCODE_TLS_KEY");
        var authority = environment.get("CHAINCODE_CLIENT_CA_CERT");
        if (key == null || authority == null) {
            throw new IllegalArgumentException(
                    "CHAINCODE_TLS_CERT goes with CHAINCODE_TLS_KEY and CHAINCODE_CLIENT_CA_CERT");
        }
        properties.setTlsEnabled(true);
        properties.setKeyCertChainFile(certificate);
        properties.setKeyFile(key);
        properties.setTrustCertCollectionFile(authority);
    }
}
