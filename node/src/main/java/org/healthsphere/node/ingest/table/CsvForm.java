package org.healthsphere.node.ingest.table;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How a source writes CSV (RFC 4180).
 *
 * @param nothing a text that stands for no value; empty when there is none
 */
public record CsvForm(Charset charset, char delimiter, char quote, String nothing) {
    public static final CsvForm USUAL = new CsvForm(StandardCharsets.UTF_8, ',', '"', "");

    public CsvForm {
        if (delimiter == quote || delimiter == '\n' || delimiter == '\r' || quote == '\n' || quote == '\r') {
            throw new IllegalArgumentException("delimiter and quote are two characters, and neither ends a line");
        }
    }
}
