package org.healthsphere.terminology.content;

import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * A file that terminology is read from.
 *
 * @param name its path below the folder it came from, with slashes; the ending says what it is
 */
public record SourceFile(String name, Bytes bytes) {
    public Sha256 sha256() {
        return Sha256.of(bytes.array());
    }
}
