package org.healthsphere.consent.contract;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Bytes;

/** What the contract sees of the ledger it runs on, during one transaction. */
public interface LedgerStub {
    /** The id of this transaction. */
    String transaction();

    /** When its creator says that it was created: evidence, not legal time. */
    Instant time();

    /** The member on whose behalf it was created, as its certificate shows. */
    String creator();

    /** What was handed over beside the arguments and MUST NOT enter a block. */
    Optional<Bytes> passed(String name);

    /** The committed value; what this transaction has written is not seen. */
    Optional<String> read(String key);

    void write(String key, String value);

    /** From now on one endorsement, by any one of these members, is enough to write the key. */
    void anyOneEndorses(String key, Set<String> members);

    /** From now on whoever writes the key needs this member's endorsement, and that of one more where there is one. */
    void custodianAndOneMoreEndorse(String key, String custodian, Set<String> members);

    /** A value that only this member's own ledger node holds. */
    Optional<Bytes> readPrivate(String member, String key);

    void writePrivate(String member, String key, Bytes value);

    /** Takes the value away from all who hold it, with every earlier one under this key. */
    void purgePrivate(String member, String key);

    /** Lists the entry under the first name. */
    void index(String index, String under, String entry);

    /** What is listed under a name. Only for reading: a transaction that writes MUST NOT depend on it. */
    List<String> indexed(String index, String under);

    /** All committed values of a key, the newest first. */
    List<Change> history(String key);

    /** Tells the network; there is one event in a transaction. */
    void emit(String name, Bytes payload);

    /** One committed value of a key. */
    record Change(String transaction, Instant time, String value) {}
}
