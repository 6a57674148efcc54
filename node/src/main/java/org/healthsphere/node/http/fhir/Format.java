package org.healthsphere.node.http.fhir;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.healthsphere.specs.Bytes;

/** In which format resources go over the wire (FHIR R4, 3.1.0.1.11): JSON unless the other is asked for. */
enum Format {
    JSON("application/fhir+json", " json text/json application/json application/fhir+json "),
    XML("application/fhir+xml", " xml text/xml application/xml application/fhir+xml ");

    private static final int NOT_ACCEPTABLE = 406;

    private final String type;
    private final String names;

    Format(String type, String names) {
        this.type = type;
        this.names = names;
    }

    String contentType() {
        return type + ";charset=utf-8";
    }

    /** The type without its parameters. */
    static String plain(String mediaType) {
        return mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    static Optional<Format> named(String mediaType) {
        // A plus in a URL that was not encoded arrives as a space.
        var name = plain(mediaType).replace("fhir ", "fhir+");
        return Arrays.stream(values())
                .filter(f -> f.names.contains(" " + name + " "))
                .findFirst();
    }

    /** The first that is named in Accept; empty when none is. */
    static Optional<Format> accepted(String accept) {
        return Arrays.stream(accept.split(",", -1))
                .flatMap(part -> named(part).stream())
                .findFirst();
    }

    /** What {@code _format} says, or else Accept; empty when {@code _format} names what there is not. */
    static Optional<Format> asked(Optional<String> parameter, String accept) {
        return parameter.isPresent()
                ? named(parameter.get())
                : Optional.of(accepted(accept).orElse(JSON));
    }

    static Answer notAcceptable() {
        return Answer.of(
                NOT_ACCEPTABLE,
                Bytes.utf8("{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\","
                        + "\"code\":\"not-supported\",\"diagnostics\":\"_format: is json or xml here\","
                        + "\"expression\":[\"_format\"]}]}"));
    }
}
