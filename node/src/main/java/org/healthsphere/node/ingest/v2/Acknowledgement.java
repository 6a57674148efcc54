package org.healthsphere.node.ingest.v2;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.node.ingest.Faults;
import org.healthsphere.node.ingest.Ids;
import org.healthsphere.node.ingest.Receipt;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;

/**
 * What the sender of a message is told, in its character set and with its delimiters. Reasons hold no health data.
 *
 * @param accepted what is said of keeping it: A, it is kept; E, it is to be sent again; R, such a message is not taken here
 * @param applied what is said of taking it into the record: A, E or R
 * @param error the ERR segment, if there is one
 */
record Acknowledgement(Header header, String accepted, String applied, String error) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssxx").withZone(ZoneOffset.UTC);
    private static final String YES = "A";
    private static final String AGAIN = "E";
    private static final String NO = "R";

    static Acknowledgement of(Header header, Receipt receipt) {
        return switch (receipt) {
            case Receipt.Stored _, Receipt.Partly _, Receipt.Repeated _ -> new Acknowledgement(header, YES, YES, "");
            case Receipt.Quarantined(var _, Fault.Invalid reason)
            when !reason.problems().getFirst().at().equals("MSH-10") ->
                new Acknowledgement(header, NO, NO, error(header, reason));
            case Receipt.Quarantined(var _, var reason) ->
                new Acknowledgement(header, YES, AGAIN, error(header, reason));
            case Receipt.Deferred(var reason) -> new Acknowledgement(header, AGAIN, AGAIN, error(header, reason));
        };
    }

    /** Whether nobody may believe that the message is here. */
    boolean isLost() {
        return accepted.equals(AGAIN);
    }

    /**
     * The answers that the message asks for (HL7 v2.5.1, chapter 2.9): in original mode one; in enhanced mode that it is kept, and
     * then what became of it, each on the conditions of MSH-15 and MSH-16.
     */
    List<Bytes> answers(String source, Instant now) {
        var keeping = header.field(15).strip();
        var taking = header.field(16).strip();
        if (keeping.isEmpty() && taking.isEmpty()) {
            return List.of(answer("A" + applied, source, now));
        }
        var isKept = accepted.equals(YES);
        var answers = new ArrayList<Bytes>();
        if (isWanted(keeping, isKept)) {
            answers.add(answer("C" + accepted, source, now));
        }
        if (isKept && isWanted(taking, applied.equals(YES))) {
            answers.add(answer("A" + applied, source, now));
        }
        return List.copyOf(answers);
    }

    /** HL7 table 0155; nothing said is never. */
    private static boolean isWanted(String condition, boolean isGood) {
        return switch (condition) {
            case "AL" -> true;
            case "ER" -> !isGood;
            case "SU" -> isGood;
            default -> false;
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

    private Bytes answer(String code, String source, Instant now) {
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
                TIME.format(now),
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

    /** Around the answers to a batch: the header turned round, and the number of answers. */
    static String batch(String name, String header, List<String> inside, Instant now) {
        var sent = header.length() < 8 ? name + "|^~\\&" : header;
        var bar = sent.substring(3, 4);
        var turned = List.of(
                name,
                V2Batch.field(sent, 2),
                V2Batch.field(sent, 5),
                V2Batch.field(sent, 6),
                V2Batch.field(sent, 3),
                V2Batch.field(sent, 4),
                TIME.format(now),
                "",
                V2Batch.field(sent, 9),
                "",
                "",
                V2Batch.field(sent, 11));
        var end = name.charAt(0) + "TS" + bar + inside.size();
        return String.join(bar, turned) + "\r" + String.join("", inside) + end + "\r";
    }
}
