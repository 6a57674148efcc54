package org.healthsphere.node.ingest.v2;

import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Escape sequences of HL7 v2.5.1, chapter 2.7: delimiters, hexadecimal bytes, and formatting as plain text.
 *
 * <p>What is none of them stays as it stands: a lone escape character is a mistake of the sender, and no reason to lose text.
 */
final class V2Escapes {
    private static final Pattern FORMAT = Pattern.compile("[HN]|\\.(?:fi|nf|ce|in[+-]?\\d*|ti[+-]?\\d*|sk\\d*)");
    private static final Pattern BREAK = Pattern.compile("\\.(?:br|sp\\d*)");
    private static final Pattern BYTES = Pattern.compile("X((?:[0-9A-Fa-f]{2})+)");
    private static final Pattern NO_TEXT = Pattern.compile("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]");
    private static final int LONGEST = 200;

    private final Charset charset;
    private final V2Text.Delimiters delimiters;

    V2Escapes(Charset charset, V2Text.Delimiters delimiters) {
        this.charset = charset;
        this.delimiters = delimiters;
    }

    String unescaped(String text) {
        var escape = delimiters.escape();
        var begin = text.indexOf(escape);
        if (begin < 0) {
            return text;
        }
        var out = new StringBuilder(text.length());
        var from = 0;
        while (begin >= 0) {
            var end = text.indexOf(escape, begin + 1);
            var length = end - begin - 1;
            if (length > 0 && length <= LONGEST) {
                out.append(text, from, begin).append(meaning(text.substring(begin + 1, end), text, begin));
                from = end + 1;
            }
            begin = end < 0 ? end : text.indexOf(escape, Math.max(from, begin + 1));
        }
        return out.append(text, from, text.length()).toString();
    }

    private String meaning(String sequence, String text, int begin) {
        return switch (sequence) {
            case "F" -> String.valueOf(delimiters.field());
            case "S" -> String.valueOf(delimiters.component());
            case "T" -> String.valueOf(delimiters.subcomponent());
            case "R" -> String.valueOf(delimiters.repetition());
            case "E" -> String.valueOf(delimiters.escape());
            default -> other(sequence, text.substring(begin, begin + sequence.length() + 2));
        };
    }

    private String other(String sequence, String whole) {
        var bytes = BYTES.matcher(sequence);
        if (bytes.matches()) {
            return NO_TEXT.matcher(new String(HexFormat.of().parseHex(bytes.group(1)), charset))
                    .replaceAll("");
        }
        if (BREAK.matcher(sequence).matches()) {
            return "\n";
        }
        return FORMAT.matcher(sequence).matches() ? "" : whole;
    }
}
