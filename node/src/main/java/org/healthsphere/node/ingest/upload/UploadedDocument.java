package org.healthsphere.node.ingest.upload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * A document, and the patient who brought it: he was signed in, so whose record it is for is not read from the document.
 *
 * <p>As a message it is a line that names him and the document as it was brought, so that it can wait and be mapped again.
 */
public record UploadedDocument(String patient, Kind kind, Bytes document) {
    /** Larger is no document for people: pictures belong into the archive of images. */
    public static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final String LINE = "healthsphere-upload 1 Patient/";
    private static final int LONGEST_LINE = LINE.length() + 64;

    /** What documents are written in. */
    public enum Kind {
        CCDA,
        FHIR
    }

    /** A document that is brought; too costly when it is too large, invalid when it can be neither of the two. */
    public static Outcome<UploadedDocument> of(String patient, Bytes document) {
        if (document.length() > MOST_BYTES) {
            return Outcome.failed(new Fault.TooCostly("a document of more than " + MOST_BYTES + " bytes"));
        }
        return switch (first(document)) {
            case '<' -> Outcome.of(new UploadedDocument(patient, Kind.CCDA, document));
            case '{' -> Outcome.of(new UploadedDocument(patient, Kind.FHIR, document));
            default -> refused("neither XML nor JSON");
        };
    }

    /** One that was brought, from its message. */
    static Outcome<UploadedDocument> read(Bytes message) {
        var bytes = message.array();
        var head = new String(bytes, 0, Math.min(bytes.length, LONGEST_LINE + 1), StandardCharsets.ISO_8859_1);
        var end = head.indexOf('\n');
        if (!head.startsWith(LINE) || end < 0 || !ResourceId.isId(head.substring(LINE.length(), end))) {
            return refused("no patient is named who brought it");
        }
        return of(
                head.substring(LINE.length(), end),
                Bytes.of(Arrays.copyOfRange(bytes, head.substring(0, end + 1).length(), bytes.length)));
    }

    Bytes message() {
        var line = (LINE + patient + "\n").getBytes(StandardCharsets.ISO_8859_1);
        var all = Arrays.copyOf(line, line.length + document.length());
        System.arraycopy(document.array(), 0, all, line.length, document.length());
        return Bytes.of(all);
    }

    /** The first character that is no white space and no mark of the byte order; nothing when there is none. */
    private static char first(Bytes document) {
        for (var one : document.array()) {
            var at = (char) (one & 0xFF);
            if (!Character.isWhitespace(at) && at != 0xEF && at != 0xBB && at != 0xBF) {
                return at;
            }
        }
        return 0;
    }

    private static <T> Outcome<T> refused(String what) {
        return Outcome.failed(new Fault.Invalid(List.of(new Problem("", what))));
    }

    /** Never what it says. */
    @Override
    public String toString() {
        return "UploadedDocument[" + kind + "]";
    }
}
