package org.healthsphere.node.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCopyTest {
    @TempDir
    private Path folder;

    private FileAuditLog log(String name) throws Exception {
        return FileAuditLog.open(folder.resolve(name), AuditSamples.NORTH, AuditSamples.CLOCK)
                .orElseThrow();
    }

    private AuditCopy copy() throws Exception {
        return AuditCopy.open(folder.resolve("copy.log")).orElseThrow();
    }

    private static Bytes half(Bytes bytes) {
        return Bytes.of(Arrays.copyOf(bytes.array(), bytes.length() / 2));
    }

    @Test
    void what_was_sent_is_told_beside_the_own_entries_and_after_a_restart() throws Exception {
        try (var own = log("own.log");
                var other = log("other.log")) {
            var first = own.append(AuditSamples.read("ada", "request-1")).orElseThrow();
            var second = other.append(AuditSamples.read("ada", "request-2")).orElseThrow();
            var third = other.append(AuditSamples.read("ben", "request-3")).orElseThrow();
            try (var copy = copy()) {
                assertThat(copy.take(half(other.piece(0)))).isTrue();
            }
            try (var copy = copy()) {
                assertThat(copy.size()).isPositive();
                assertThat(copy.take(other.piece(copy.size()))).isTrue();
                var joint = new JointAuditLog(own, () -> List.of(copy));
                assertThat(joint.ofPatient("ada", 10)).containsExactlyInAnyOrder(first, second);
                assertThat(joint.ofCorrelation("request-3", 10)).containsExactly(third);
                assertThat(joint.newest(10)).containsExactlyInAnyOrder(first, second, third);
                assertThat(joint.head()).isEqualTo(own.head());
            }
        }
    }

    @Test
    void only_what_follows_is_taken() throws Exception {
        try (var other = log("other.log");
                var copy = copy()) {
            var entry = other.append(AuditSamples.read("ada", "request-1")).orElseThrow();
            var sent = other.piece(0);
            assertThat(copy.take(sent)).isTrue();
            assertThat(copy.take(sent)).isFalse();
            var altered = other.append(AuditSamples.read("ada", "request-2"))
                    .map(_ -> other.piece(copy.size()).utf8().replace("request-2", "request-4"))
                    .orElseThrow();
            assertThat(copy.take(Bytes.utf8(altered))).isFalse();
            assertThat(copy.ofPatient("ada", 10)).containsExactly(entry);
        }
    }

    @Test
    void a_log_that_began_anew_says_all_of_itself() throws Exception {
        try (var other = log("other.log")) {
            var _ = other.append(AuditSamples.read("ada", "request-1")).orElseThrow();
            assertThat(other.piece(1_000_000)).isEqualTo(other.piece(0));
            assertThat(other.piece(other.piece(0).length())).isEqualTo(Bytes.NONE);
        }
    }
}
