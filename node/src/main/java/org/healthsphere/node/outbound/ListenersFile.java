package org.healthsphere.node.outbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** The file that names the systems that are told: a JSON array with an object for each. */
public final class ListenersFile {
    private static final Set<String> MEMBERS =
            Set.of("name", "host", "port", "tls", "application", "facility", "refused");
    private static final String AGAIN = "again";
    private static final String OVER = "over";
    private static final int HIGHEST = 65_535;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ListenersFile() {}

    /** Every problem is told, with the listener it is in. */
    public static Outcome<List<Listener>> read(Bytes file) {
        try {
            var listeners = new ArrayList<Listener>();
            var problems = new ArrayList<Problem>();
            for (var json : JSON.readTree(file.array())) {
                var name = json.path("name").asText("");
                json.fieldNames().forEachRemaining(member -> {
                    if (!MEMBERS.contains(member)) {
                        problems.add(new Problem("listeners.json: " + name, "unknown member " + member));
                    }
                });
                listener(json, name, listeners, problems);
            }
            return problems.isEmpty()
                    ? Outcome.of(List.copyOf(listeners))
                    : Outcome.failed(new Fault.Invalid(List.copyOf(problems)));
        } catch (JsonProcessingException _) {
            return Outcome.failed(new Fault.Invalid("listeners.json: not JSON"));
        } catch (IOException _) {
            return Outcome.failed(new Fault.Invalid("listeners.json: cannot be read"));
        }
    }

    private static void listener(JsonNode json, String name, List<Listener> listeners, List<Problem> problems) {
        var port = json.path("port").asInt();
        if (json.path("host").asText("").isEmpty() || port < 1 || port > HIGHEST) {
            problems.add(new Problem("listeners.json: " + name, "host and port are expected"));
            return;
        }
        var refused = json.path("refused").asText(AGAIN);
        if (!Set.of(AGAIN, OVER).contains(refused)) {
            problems.add(new Problem("listeners.json: " + name, "refused is again or over"));
            return;
        }
        try {
            listeners.add(new Listener(
                    name,
                    InetSocketAddress.createUnresolved(json.path("host").asText(), port),
                    json.path("tls").asBoolean(false),
                    json.path("application").asText(""),
                    json.path("facility").asText(""),
                    refused.equals(OVER)));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem("listeners.json: " + name, String.valueOf(e.getMessage())));
        }
    }
}
