package org.healthsphere.consent.embedded;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import org.healthsphere.consent.contract.Refusals;
import org.healthsphere.specs.Fault;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;

/** How the gateway says no: in Fabric's words, so that one client understands both. */
final class Refused {
    private Refused() {}

    static StatusRuntimeException of(Status status, String description) {
        return status.withDescription(description).asRuntimeException();
    }

    static StatusRuntimeException byContract(Fault fault, Code code, String network) {
        var detail = ErrorDetail.newBuilder()
                .setMspId(network)
                .setMessage("chaincode response 500, " + Refusals.text(fault))
                .build();
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage("the contract refused, see attached details")
                .addDetails(Any.pack(detail))
                .build());
    }
}
