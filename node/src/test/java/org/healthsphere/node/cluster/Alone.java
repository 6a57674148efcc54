package org.healthsphere.node.cluster;

import java.util.List;
import java.util.Random;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** A process that hears nobody, for who asks it of itself. */
public final class Alone {
    private Alone() {}

    /** Its card says this; asked for what it noted from a number on, it says so many zeros. */
    public static Member saying(String card) {
        var means =
                new Consensus.Means(Pace.USUAL, System::nanoTime, new Random(1), new MemoryLog(), new MemoryBallots());
        Line nobody = (_, _, _) -> Outcome.failed(new Fault.Unavailable("anybody"));
        return new Member(
                new Consensus(new Consensus.Group(1, List.of(2, 3)), means),
                nobody,
                new Member.Own(() -> Bytes.utf8(card), _ -> false, from -> Bytes.of(new byte[(int) from])));
    }
}
