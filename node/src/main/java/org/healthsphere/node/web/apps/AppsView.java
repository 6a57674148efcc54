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
    /** One app with what it may see and change. */
    public record Entry(Connected connected, List<Wanted.Choice> choices) {
        public List<Wanted.Choice> seen() {
            return choices.stream().filter(choice -> !choice.changes()).toList();
        }

        public List<Wanted.Choice> changed() {
            return choices.stream().filter(Wanted.Choice::changes).toList();
        }
    }

    @Override
    public String toString() {
        return "AppsView[REDACTED]";
    }
}
