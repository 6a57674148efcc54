package org.healthsphere.node.fhir;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * The parameters of a request in their order, decoded. Some names come several times.
 */
public record Parameters(List<Parameter> all) {
    public Parameters {
        all = List.copyOf(all);
    }

    public record Parameter(String name, String value) {}

    /** What stands behind the question mark of a URL, or in a form; IllegalArgumentException when it is wrongly encoded. */
    public static Parameters parse(String query) {
        var all = new ArrayList<Parameter>();
        for (var pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                var equals = pair.indexOf('=');
                all.add(
                        equals < 0
                                ? new Parameter(decoded(pair), "")
                                : new Parameter(
                                        decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1))));
            }
        }
        return new Parameters(all);
    }

    /** The same; {@link Fault.Invalid} when it is wrongly encoded. */
    public static Outcome<Parameters> of(String query) {
        try {
            return Outcome.of(parse(query));
        } catch (IllegalArgumentException e) {
            return Outcome.failed(new Fault.Invalid("the URL is wrongly encoded"));
        }
    }

    /** The last one of a name. */
    public Optional<String> last(String name) {
        return all.stream()
                .filter(p -> p.name().equals(name))
                .map(Parameter::value)
                .reduce((_, b) -> b);
    }

    public Parameters with(String name, String value) {
        var changed =
                new ArrayList<>(all.stream().filter(p -> !p.name().equals(name)).toList());
        changed.add(new Parameter(name, value));
        return new Parameters(changed);
    }

    /** As it stands in a URL. */
    @Override
    public String toString() {
        return all.stream()
                .map(p -> encoded(p.name()) + "=" + encoded(p.value()))
                .collect(Collectors.joining("&"));
    }

    /** Strictly: Java's own decoder puts something else in the place of what is no UTF-8. */
    private static String decoded(String text) {
        var bytes = URLDecoder.decode(text, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
        if (!Utf8.isWellFormed(bytes)) {
            throw new IllegalArgumentException("no UTF-8");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
