package org.healthsphere.node.web.apps;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.smart.App;
import org.healthsphere.node.smart.Smart.Connected;

/**
 * What somebody connected.
 *
 * @param startable apps that can be opened from here
 */
public record AppsView(List<Entry> entries, List<App> startable, Optional<String> done) {
    /** One app with what it may see. */
    public record Entry(Connected connected, List<Wanted.Choice> choices) {}

    @Override
    public String toString() {
        return "AppsView[REDACTED]";
    }
}
