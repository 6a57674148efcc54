package org.healthsphere.node;

import java.util.List;
import java.util.OptionalInt;
import org.healthsphere.node.http.Routes;

/** What a process does for its node, until it is closed: all of it, or as one of several copies that which copies may do. */
interface Part extends AutoCloseable {
    /** Whether it is all of it. */
    boolean leads();

    /** Where members and the hospital's own systems reach it. */
    Doors doors();

    /** Hears at which port this process listens for people and programs, before anybody is let in. */
    void listensAt(int port);

    /** What it serves to people and programs. */
    List<Routes> features();

    /** Whether copies may answer beside it. */
    boolean maySpread();

    @Override
    void close();

    /** Ports, besides that for people and programs. */
    record Doors(int peers, OptionalInt mllp) {}
}
