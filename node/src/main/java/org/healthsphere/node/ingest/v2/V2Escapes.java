package org.healthsphere.node.ingest.v2;

import ca.uhn.hl7v2.parser.EncodingCharacters;
import ca.uhn.hl7v2.parser.Escaping;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Escape sequences of HL7 v2.5.1, chapter 2.7: delimiters, hexadecimal bytes, and formatting as plain text.
 *
 * <p>What is none of them stays as it stands: a lone escape character is a mistake of the sender, and no reason to lose text.
 */
final class V2Escapes implements Escaping {
    private static final Pattern FORMAT = Pattern.compile("[HN]|\\.(?:fi|nf|ce|in[+-]?\\d*|ti[+-]?\\d*|sk\\d*)");
    private static final Pattern BREAK = Pattern.compile("\\.(?:br|sp\\d*)");
    private static final Pattern BYTES = Pattern.compile("X((?:[0-9A-Fa-f]{2})+)");

    private final Charset charset;

    V2Escapes(Charset charset) {
        this.charset = charset;
    }

    @Override
    public String unescape(String text, EncodingCharacters delimiters) {
        var escape = delimiters.getEscapeCharacter();
        if (text == null || text.indexOf(escape) < 0) {
            return text;
        }
        var mark = Pattern.quote(String.valueOf(escape));
        return Pattern.compile(mark + "([^" + mark + "]{1,200})" + mark)
                .matcher(text)
                .replaceAll(m -> Matcher.quoteReplacement(meaning(m.group(1), m.group(), delimiters)));
    }

    private String meaning(String sequence, String whole, EncodingCharacters delimiters) {
        return switch (sequence) {
            case "F" -> String.valueOf(delimiters.getFieldSeparator());
            case "S" -> String.valueOf(delimiters.getComponentSeparator());
            case "T" -> String.valueOf(delimiters.getSubcomponentSeparator());
            case "R" -> String.valueOf(delimiters.getRepetitionSeparator());
            case "E" -> String.valueOf(delimiters.getEscapeCharacter());
            default -> other(sequence, whole);
        };
    }

    private String other(String sequence, String whole) {
        var bytes = BYTES.matcher(sequence);
        if (bytes.matches()) {
            return new String(HexFormat.of().parseHex(bytes.group(1)), charset);
        }
        if (BREAK.matcher(sequence).matches()) {
            return "\n";
        }
        return FORMAT.matcher(sequence).matches() ? "" : whole;
    }

    @Override
    public String escape(String text, EncodingCharacters delimiters) {
        throw new UnsupportedOperationException("messages are only read here");
    }
}
