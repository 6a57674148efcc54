package org.healthsphere.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final Metrics metrics = new Metrics();

    @Test
    void what_was_counted_and_what_is_looked_at_are_written_in_the_text_format_of_prometheus() {
        var refused = new LongAdder();
        metrics.counter("gate.requests.refused", "Requests that the gate refused.", refused::sum);
        metrics.gauge("ledger.view.age-seconds", "Age of the view of the ledger, in seconds.", () -> 1.5);
        refused.add(3);
        assertThat(metrics.text()).isEqualTo("""
                # HELP hie_gate_requests_refused Requests that the gate refused.
                # TYPE hie_gate_requests_refused counter
                hie_gate_requests_refused 3.0
                # HELP hie_ledger_view_age_seconds Age of the view of the ledger, in seconds.
                # TYPE hie_ledger_view_age_seconds gauge
                hie_ledger_view_age_seconds 1.5
                """);
    }

    @Test
    void a_metric_is_declared_once() {
        metrics.gauge("a.b.c", "x", () -> 0);
        assertThatThrownBy(() -> metrics.counter("a.b.c", "y", () -> 0)).hasMessageContaining("a.b.c");
    }
}
