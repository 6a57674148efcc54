package org.healthsphere.node.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * Follows the chain of a file from its start.
 *
 * @param head where it ends
 * @param whole how many bytes its entries have
 * @param torn how many bytes come after the last entry: the beginning of a line that has no end
 */
record AuditScan(AuditHead head, long whole, int torn) {
    private static final int LONGEST_LINE = 1 << 20;

    /** Is told of each entry, in order. */
    @FunctionalInterface
    interface Visitor {
        void entry(AuditHead head, long offset, byte[] line) throws IOException;
    }

    static Outcome<AuditScan> of(Path file, Visitor visitor) throws IOException {
        var scan = new AuditScan(AuditHead.START, 0, 0);
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            var line = new ByteArrayOutputStream();
            for (var next = in.read(); next >= 0; next = in.read()) {
                if (next != '\n' && line.size() < LONGEST_LINE) {
                    line.write(next);
                    continue;
                }
                var head = AuditLines.next(scan.head, line.toByteArray());
                if (head.isEmpty()) {
                    return broken(scan.head.sequence() + 1);
                }
                visitor.entry(head.get(), scan.whole, line.toByteArray());
                scan = new AuditScan(head.get(), scan.whole + line.size() + 1, 0);
                line.reset();
            }
            return Outcome.of(new AuditScan(scan.head, scan.whole, line.size()));
        }
    }

    private static Outcome<AuditScan> broken(long sequence) {
        return Outcome.failed(new Fault.Unprocessable(List.of(new Problem(
                "entry " + sequence, "does not follow the one before it: the log was altered here or before"))));
    }
}
