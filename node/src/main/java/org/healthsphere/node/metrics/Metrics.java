package org.healthsphere.node.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.DoubleSupplier;

/**
 * The node's metrics, named {@code <subsystem>.<thing>.<measure>}, with unit and description where they are declared.
 *
 * <p>No labels from outside: what a request brings never becomes the name of a metric.
 */
public final class Metrics {
    private final Map<String, Metric> metrics = new ConcurrentSkipListMap<>();

    private record Metric(String type, String description, DoubleSupplier value) {}

    /** Something that is counted since the start. */
    public void counter(String name, String description, DoubleSupplier value) {
        put(name, new Metric("counter", description, value));
    }

    /** Something that is looked at when somebody asks. */
    public void gauge(String name, String description, DoubleSupplier value) {
        put(name, new Metric("gauge", description, value));
    }

    private void put(String name, Metric metric) {
        if (metrics.putIfAbsent(name, metric) != null) {
            throw new IllegalStateException("declared twice: " + name);
        }
    }

    /** All of them in the text format of Prometheus, version 0.0.4. */
    public String text() {
        var out = new StringBuilder(1024);
        metrics.forEach((name, metric) -> {
            var written = "hie_" + name.replace('.', '_').replace('-', '_');
            out.append("# HELP ")
                    .append(written)
                    .append(' ')
                    .append(metric.description())
                    .append('\n');
            out.append("# TYPE ")
                    .append(written)
                    .append(' ')
                    .append(metric.type())
                    .append('\n');
            out.append(written).append(' ').append(metric.value().getAsDouble()).append('\n');
        });
        return out.toString();
    }
}
