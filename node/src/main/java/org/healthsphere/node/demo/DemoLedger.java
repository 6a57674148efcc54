package org.healthsphere.node.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.embedded.LedgerVerifier.Verified;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** The ledger of the demo, of whichever kind: a process of its own that may be cut off. */
interface DemoLedger extends AutoCloseable {
    /** The ledger for whoever admits the members. */
    ConsentLedger asFounder();

    /** Lets a member's node in. */
    void enrol(MemberIdentity member, NodeFolder folder);

    /** What a node's settings say of it. */
    List<String> settings(NodeId member);

    /** Cuts it off from everybody. */
    void stop();

    void startAgain();

    /** The folder in which {@code blocks} can be verified once it was stopped. */
    Path folder();

    /** What is in such a folder, checked offline. */
    Outcome<Verified> verify(Path folder) throws IOException;

    /** What to hand to {@code hie ledger verify}. */
    String verification();

    @Override
    void close();
}
