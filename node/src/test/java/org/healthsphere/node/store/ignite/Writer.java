package org.healthsphere.node.store.ignite;

import static org.healthsphere.node.store.ResourceStoreContract.NEW;
import static org.healthsphere.node.store.ResourceStoreContract.NOW;
import static org.healthsphere.node.store.ResourceStoreContract.put;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.specs.Bytes;

/** A process that writes commits, and after each one says so on a file, until it is killed. */
public final class Writer {
    private Writer() {}

    /** The resources of a commit; some commits have several chunks. */
    static int size(int commit) {
        var random = new Random(commit);
        return random.nextInt(20) == 0 ? 400 : 1 + random.nextInt(10);
    }

    static String name(int commit, int resource) {
        return "Basic/k" + commit + "-" + resource;
    }

    public static void main(String[] arguments) throws IOException {
        var first = Integer.parseInt(arguments[2]);
        try (var store = IgniteResourceStore.open(
                        IgniteSettings.of(Path.of(arguments[0]), "writer"), Keys.in(Path.of(arguments[0])), () -> NOW);
                OutputStream acknowledged = new FileOutputStream(arguments[1], true)) {
            for (var n = first; ; n++) {
                var commit = n;
                List<Write> writes = IntStream.range(0, size(commit))
                        .<Write>mapToObj(r -> put(
                                name(commit, r), NEW, "{\"commit\":" + commit + ",\"x\":\"" + "y".repeat(200) + "\"}"))
                        .toList();
                var _ = store.commit(new Commit(
                                writes, List.of(new Mark("kill", Integer.toString(commit), Bytes.utf8("done")))))
                        .orElseThrow();
                acknowledged.write((commit + "\n").getBytes(StandardCharsets.US_ASCII));
                acknowledged.flush();
            }
        }
    }
}
