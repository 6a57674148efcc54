package org.healthsphere.node.web.view;

import java.util.regex.Pattern;
import org.healthsphere.specs.Bytes;

/**
 * A file for the reader to keep.
 *
 * @param fileName letters, digits, dots and dashes; it says nothing about a patient
 */
public record Download(String fileName, String mediaType, Bytes content) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");

    public Download {
        if (!NAME.matcher(fileName).matches()) {
            throw new IllegalArgumentException("not a plain file name");
        }
    }
}
