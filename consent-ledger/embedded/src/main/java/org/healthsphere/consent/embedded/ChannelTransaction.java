package org.healthsphere.consent.embedded;

import java.util.Map;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * A transaction of a Fabric channel, after everything has been checked that needs no state.
 *
 * @param contract which was called
 * @param parts what was read and written, by namespace
 * @param code VALID so far, or why not
 */
record ChannelTransaction(String id, String contract, Map<String, Checked> parts, TxValidationCode code) {
    static ChannelTransaction refused(String id, TxValidationCode code) {
        return new ChannelTransaction(id, "", Map.of(), code);
    }
}
