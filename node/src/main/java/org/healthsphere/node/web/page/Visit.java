package org.healthsphere.node.web.page;

import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.access.Session;
import org.healthsphere.node.web.view.Asking;

/**
 * One request, after it was found to be permitted.
 *
 * @param parts the parts of the path that the route gives names to
 * @param done what the reader has just done, when a form sent him here
 */
public record Visit(
        Optional<Session> session, Form form, Map<String, String> parts, Optional<String> done, Context context) {

    /**
     * Where the request came from and how it is spoken about.
     *
     * @param next where the reader goes on after signing in, if he was on the way somewhere
     * @param browser what only this reader's browser can show again
     */
    public record Context(
            Messages messages, String address, String correlation, Optional<String> next, String browser) {}

    public Messages messages() {
        return context.messages();
    }

    /** The signed-in reader; the route's rule has seen to it that there is one. */
    public Session reader() {
        return session.orElseThrow();
    }

    public Asking asking() {
        var hand = new Asking.Hand(reader().proven().passkey(), form.all("answer"), context.address());
        return new Asking(reader().caller(), context.correlation(), hand);
    }

    public String part(String name) {
        return parts.getOrDefault(name, "");
    }

    @Override
    public String toString() {
        return "Visit[" + context.correlation() + "]";
    }
}
