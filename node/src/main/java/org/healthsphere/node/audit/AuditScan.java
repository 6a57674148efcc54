package org.healthsphere.node.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * Follows the chain of a file from its start: the first entry, or a line that stands for those which are gone.
 *
 * @param head where it ends
 * @param whole the place behind its last entry, counted from the beginning of the whole log
 * @param torn how many bytes come after the last entry: the beginning of a line that has no end
 * @param gone what stands for entries that are gone
 * @param begin the place that the first byte of the file has
 */
record AuditScan(AuditHead head, long whole, int torn, Optional<Shortened> gone, long begin) {
    private static final int LONGEST_LINE = 1 << 20;
    private static final AuditScan START = new AuditScan(AuditHead.START, 0, 0, Optional.empty(), 0);

    /** Is told of each entry, in order. */
    @FunctionalInterface
    interface Visitor {
        void entry(AuditHead head, long offset, byte[] line) throws IOException;
    }

    static Outcome<AuditScan> of(Path file, Visitor visitor) throws IOException {
        var scan = START;
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            var line = new ByteArrayOutputStream();
            for (var next = in.read(); next >= 0; next = in.read()) {
                if (next != '\n' && line.size() < LONGEST_LINE) {
                    line.write(next);
                    continue;
                }
                var following = scan.with(line.toByteArray(), visitor);
                if (following.isEmpty()) {
                    return broken(scan.head.sequence() + 1);
                }
                scan = following.get();
                line.reset();
            }
            return Outcome.of(new AuditScan(scan.head, scan.whole, line.size(), scan.gone, scan.begin));
        }
    }

    private Optional<AuditScan> with(byte[] line, Visitor visitor) throws IOException {
        var next = AuditLines.next(head, line);
        if (next.isPresent()) {
            visitor.entry(next.get(), whole, line);
            return Optional.of(new AuditScan(next.get(), whole + line.length + 1, 0, gone, begin));
        }
        return equals(START)
                ? AuditLines.shortened(line)
                        .map(over -> new AuditScan(
                                over.head(), over.bytes(), 0, Optional.of(over), over.bytes() - line.length - 1))
                : Optional.empty();
    }

    private static Outcome<AuditScan> broken(long sequence) {
        return Outcome.failed(new Fault.Unprocessable(List.of(new Problem(
                "entry " + sequence, "does not follow the one before it: the log was altered here or before"))));
    }
}
