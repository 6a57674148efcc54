package org.healthsphere.node.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** Checks a log offline, with nothing but the file and, for what was cut off its end, a head that was kept elsewhere. */
public final class AuditVerifier {
    private AuditVerifier() {}

    /**
     * A whole chain.
     *
     * @param entries how many there ever were
     * @param gone how many of them, the oldest, are no longer there
     */
    public record Verified(long entries, long gone, Sha256 headHash) {
        /** A chain of which nothing is gone. */
        public Verified(long entries, Sha256 headHash) {
            this(entries, 0, headHash);
        }
    }

    /** Whether every entry is as it was written and none is missing before the last. */
    public static Outcome<Verified> verify(Path file) throws IOException {
        return verify(file, AuditHead.START);
    }

    /** The same, and that the log still leads through where it once ended. */
    public static Outcome<Verified> verify(Path file, AuditHead anchor) throws IOException {
        var passed = new AtomicBoolean(anchor.equals(AuditHead.START));
        return AuditScan.of(file, (head, _, _) -> passed.compareAndSet(false, head.equals(anchor)))
                .then(scan -> verified(scan, anchor, passed.get()));
    }

    private static Outcome<Verified> verified(AuditScan scan, AuditHead anchor, boolean passed) {
        if (scan.torn() > 0) {
            return failed("the end", "the last entry is not whole");
        }
        var begin = scan.gone().map(Shortened::head);
        var at = "entry " + anchor.sequence();
        if (!passed && begin.filter(head -> head.sequence() > anchor.sequence()).isPresent()) {
            return failed(at, "is no longer there, since its time was over: take an anchor from after that");
        }
        return passed || begin.equals(Optional.of(anchor))
                ? Outcome.of(new Verified(
                        scan.head().sequence(),
                        begin.map(AuditHead::sequence).orElse(0L),
                        scan.head().hash()))
                : failed(at, "is not there as it was when the anchor was kept");
    }

    private static Outcome<Verified> failed(String at, String what) {
        return Outcome.failed(new Fault.Unprocessable(List.of(new Problem(at, what))));
    }
}
