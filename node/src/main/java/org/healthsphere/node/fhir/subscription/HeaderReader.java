package org.healthsphere.node.fhir.subscription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.healthsphere.specs.Bytes;

/**
 * Reads {@code Subscription.channel.header}. What they say may be secret: it is kept apart, and only their names are served. Who
 * sends back what he was served means what he said before.
 */
final class HeaderReader {
    private static final String HIDDEN = "[REDACTED]";
    private static final String AT = "Subscription.channel.header";
    private static final int MOST = 20;
    private static final Pattern FORM =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]{1,100})\\s*:\\s*([\\x21-\\x7E\\t ]{0,4000})");

    /** Those that belong to the connection or to the notification itself. */
    private static final Set<String> OURS = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final JsonMapper JSON = new JsonMapper();

    private HeaderReader() {}

    static List<Header> read(Reading reading, JsonNode channel, List<Header> before) {
        var lines = channel.path("header");
        var headers = new ArrayList<Header>();
        for (var i = 0; i < lines.size(); i++) {
            header(reading, AT + "[" + i + "]", lines.get(i).asText(), before).ifPresent(headers::add);
        }
        if (headers.size() > MOST) {
            reading.problem(AT, "has at most " + MOST + " lines");
        }
        if (!headers.isEmpty() && channel.path("type").asText().equals("websocket")) {
            reading.problem(AT, "is not for a websocket");
        }
        return headers;
    }

    private static Optional<Header> header(Reading reading, String at, String line, List<Header> before) {
        var form = FORM.matcher(line.strip());
        if (!form.matches()) {
            reading.problem(at, "is an HTTP header: Name: value");
            return Optional.empty();
        }
        var name = form.group(1);
        var value = form.group(2);
        if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
            reading.problem(at, "is a header that this server sets itself");
            return Optional.empty();
        } else if (!value.equals(HIDDEN)) {
            return Optional.of(new Header(name, value));
        }
        var known = before.stream().filter(h -> h.name().equals(name)).findFirst();
        if (known.isEmpty()) {
            reading.problem(at, "has no value; this server has none for it from before");
        }
        return known;
    }

    /** Takes out of a Subscription what its headers say. */
    static void hide(ObjectNode subscription, List<Header> headers) {
        if (!headers.isEmpty()) {
            var lines = subscription.withObject("/channel").putArray("header");
            headers.forEach(h -> lines.add(h.name() + ": " + HIDDEN));
        }
    }

    static Bytes sealed(Secrets secrets, String id, List<Header> headers) {
        var array = JsonNodeFactory.instance.arrayNode();
        headers.forEach(h -> array.addArray().add(h.name()).add(h.value()));
        return secrets.seal(Bytes.utf8(array.toString()), id);
    }

    static List<Header> opened(Secrets secrets, String id, Bytes sealed) {
        if (sealed.isEmpty()) {
            return List.of();
        }
        try {
            return JSON.readTree(secrets.open(sealed, id).utf8())
                    .valueStream()
                    .map(h -> new Header(h.path(0).asText(), h.path(1).asText()))
                    .toList();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("headers are kept in a form that this release does not write");
        }
    }
}
