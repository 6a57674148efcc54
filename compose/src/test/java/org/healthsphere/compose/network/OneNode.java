package org.healthsphere.compose.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test the {@link TestNetwork} and the {@link NodeProcess} of its member north.
 *
 * <p>They are started when the first test asks, are the same for all test classes of a run, and end with it.
 */
public final class OneNode implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(OneNode.class);
    private static final List<Class<?>> GIVEN = List.of(TestNetwork.class, NodeProcess.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return GIVEN.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var store = context.getRoot().getStore(NAMESPACE);
        var started = store.computeIfAbsent(Started.class, _ -> Started.now(), Started.class);
        return parameter.getParameter().getType() == TestNetwork.class ? started.network() : started.node();
    }

    /** JUnit closes it at the end of the run. */
    private record Started(Path folder, TestNetwork network, NodeProcess node) implements AutoCloseable {
        static Started now() {
            try {
                var folder = Files.createTempDirectory("hie-network");
                var network = TestNetwork.found(folder);
                return new Started(folder, network, network.node("north"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            node.close();
            network.close();
            delete(folder);
        }

        private static void delete(Path folder) throws IOException {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
