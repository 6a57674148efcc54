package org.healthsphere.node.ingest.v2;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.UnaryOperator;
import org.healthsphere.node.ingest.Faults;
import org.healthsphere.node.ingest.Ids;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.node.ingest.Receipt;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;

/**
 * Answers each message of one source with an acknowledgement in original mode (HL7 v2.5.1, chapter 2.9.2).
 *
 * <p>AA means: durable. AE: set aside, or to be sent again. AR: not a message that is taken here. MSA-2 echoes MSH-10, in the
 * character set and with the delimiters of the message. Reasons hold no health data.
 */
public final class V2Endpoint implements UnaryOperator<Bytes> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssxx").withZone(ZoneOffset.UTC);
    private static final Header NONE = new Header(List.of("|", "^~\\&"));

    private final Ingest ingest;
    private final String source;
    private final InstantSource clock;

    public V2Endpoint(Ingest ingest, String source, InstantSource clock) {
        this.ingest = ingest;
        this.source = source;
        this.clock = clock;
    }

    @Override
    public Bytes apply(Bytes message) {
        var header = Header.of(message).orElse(NONE);
        return switch (ingest.take(V2Feed.KIND, source, message)) {
            case Receipt.Stored _, Receipt.Partly _, Receipt.Repeated _ -> answer(header, "AA", "");
            case Receipt.Quarantined(var _, Fault.Invalid reason)
            when !reason.problems().getFirst().at().equals("MSH-10") -> answer(header, "AR", error(header, reason));
            case Receipt.Quarantined(var _, var reason) -> answer(header, "AE", error(header, reason));
            case Receipt.Deferred(var reason) -> answer(header, "AE", error(header, reason));
        };
    }

    /** ERR-3 is a condition of HL7 table 0357, ERR-4 a severity, ERR-8 a text for people. */
    private static String error(Header header, Fault reason) {
        var bar = header.field(1);
        var code =
                condition(reason) + header.field(2).charAt(0) + header.field(2).charAt(0) + "HL70357";
        return "ERR" + bar + bar + bar + code + bar + "E" + bar + bar + bar + bar + escaped(header, Faults.text(reason))
                + "\r";
    }

    private static String condition(Fault reason) {
        return switch (reason) {
            case Fault.Invalid(var problems) when problems.getFirst().at().equals("MSH-9") -> "200";
            case Fault.Invalid(var problems) when problems.getFirst().at().equals("MSH-18") -> "102";
            case Fault.Invalid _ -> "100";
            case Fault.Unprocessable _ -> "101";
            default -> "207";
        };
    }

    private static String escaped(Header header, String text) {
        var bar = header.field(1).charAt(0);
        var delimiters = header.field(2);
        var out = new StringBuilder();
        text.chars().forEach(c -> {
            var at = delimiters.indexOf(c);
            if (c == bar || at >= 0) {
                out.append(delimiters.charAt(2))
                        .append(c == bar ? 'F' : "SRET".charAt(at))
                        .append(delimiters.charAt(2));
            } else {
                out.append(c < ' ' ? ' ' : (char) c);
            }
        });
        return out.toString();
    }

    private Bytes answer(Header header, String code, String error) {
        var bar = header.field(1);
        var parts = header.field(2).substring(0, 1);
        var event = header.component(9, 2);
        var msh = List.of(
                "MSH",
                header.field(2),
                header.field(5),
                header.field(6),
                header.field(3),
                header.field(4),
                TIME.format(clock.instant()),
                "",
                "ACK" + (event.isEmpty() ? "" : parts + event + parts + "ACK"),
                Ids.digest("ack", source, header.field(10), code).substring(0, 20),
                header.field(11).isEmpty() ? "P" : header.field(11),
                header.field(12).isEmpty() ? "2.5.1" : header.field(12),
                "",
                "",
                "",
                "",
                "",
                header.field(18));
        var text = String.join(bar, msh) + "\r" + "MSA" + bar + code + bar + header.field(10) + "\r" + error;
        // The header was read byte by byte, whatever its character set: it goes back the same way.
        return Bytes.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
