package org.healthsphere.node.store.index;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;
import org.healthsphere.specs.Coding;

/**
 * The terms of the index. All are in one field, each begins with what it is about: {@code Observation.code}, a separator, a letter
 * for the sort of term, and the value. One field keeps small segments cheap; the prefix keeps terms of a parameter together.
 */
final class Terms {
    static final String FIELD = "t";

    /** The name of the resource, to read it back. */
    static final String NAME = "name";

    /** The place in the order of changes, which is the order of results unless another is asked for. */
    static final String POSITION = "position";

    /** Stands between the references of one resource; no reference has white space in it. */
    static final char BETWEEN = ' ';

    private static final char SEPARATOR = '\u0001';
    private static final int LONGEST = 1_000;
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private Terms() {}

    static Term term(String text) {
        return new Term(FIELD, bytes(text));
    }

    static BytesRef bytes(String text) {
        return new BytesRef(text.getBytes(StandardCharsets.UTF_8));
    }

    static String name(String typeAndId) {
        return "_name" + SEPARATOR + typeAndId;
    }

    static String type(String type) {
        return "_type" + SEPARATOR + type;
    }

    /** In which patient's compartment a resource is. */
    static String patient(String id) {
        return "_patient" + SEPARATOR + id;
    }

    static String noPatient() {
        return "_patient" + SEPARATOR;
    }

    /** What a resource is about, as a release filter means it. */
    static String about(Coding code) {
        return "_about" + SEPARATOR + code.system() + '|' + code.code();
    }

    /** To what a resource belongs, or who wrote it, as a release filter means it. */
    static String about(SearchParameter p, String reference) {
        return p.key() + SEPARATOR + reference;
    }

    static String present(SearchParameter p) {
        return p.key() + SEPARATOR + '?';
    }

    /** A code of a system; of none, when the system is empty. */
    static String coding(SearchParameter p, String system, String code) {
        return p.key() + SEPARATOR + 'c' + system + '|' + code;
    }

    /** How all of these begin. */
    static String codings(SearchParameter p) {
        return p.key() + SEPARATOR + 'c';
    }

    static String code(SearchParameter p, String code) {
        return p.key() + SEPARATOR + 'k' + code;
    }

    static String system(SearchParameter p, String system) {
        return p.key() + SEPARATOR + 's' + system;
    }

    /** A code whose system the element implies. */
    static String implied(SearchParameter p, String code) {
        return p.key() + SEPARATOR + 'i' + code;
    }

    /** Words beside a code, without regard to case and accents. */
    static String words(SearchParameter p, String text) {
        return p.key() + SEPARATOR + 'w' + capped(normal(text));
    }

    /** An identifier with the type it has. */
    static String typed(SearchParameter p, String system, String code, String value) {
        return p.key() + SEPARATOR + 'o' + system + '|' + code + '|' + value;
    }

    /** An identifier in a reference. */
    static String identified(SearchParameter p, String system, String value) {
        return p.key() + SEPARATOR + 'I' + system + '|' + value;
    }

    /** The same, whatever its system. */
    static String identifiedValue(SearchParameter p, String value) {
        return p.key() + SEPARATOR + 'J' + value;
    }

    static String identifiedSystem(SearchParameter p, String system) {
        return p.key() + SEPARATOR + 'S' + system;
    }

    /** The tuples of a composite. */
    static String tuples(SearchParameter p) {
        return "c." + p.key();
    }

    static String text(SearchParameter p, String text) {
        return p.key() + SEPARATOR + 'n' + capped(normal(text));
    }

    static String exact(SearchParameter p, String text) {
        return p.key() + SEPARATOR + 'e' + capped(text);
    }

    static String reference(SearchParameter p, String reference) {
        return p.key() + SEPARATOR + 'r' + capped(reference);
    }

    static String referenceId(SearchParameter p, String id) {
        return p.key() + SEPARATOR + 'd' + capped(id);
    }

    static String uri(SearchParameter p, String uri) {
        return p.key() + SEPARATOR + 'u' + capped(uri);
    }

    /** Numbers of this parameter with their units. */
    static String measures(SearchParameter p) {
        return "u." + p.key();
    }

    /** Points or ranges of this parameter. */
    static String points(SearchParameter p) {
        return "p." + p.key();
    }

    /** Numbers of this parameter to sort by, or references to join on. */
    static String values(SearchParameter p) {
        return "v." + p.key();
    }

    /** The text to sort by, ascending. */
    static String least(SearchParameter p) {
        return "l." + p.key();
    }

    /** The text to sort by, descending. */
    static String greatest(SearchParameter p) {
        return "g." + p.key();
    }

    /** Without regard to case and accents. */
    static String normal(String text) {
        var ascii = true;
        for (var i = 0; ascii && i < text.length(); i++) {
            ascii = text.charAt(i) < 128;
        }
        var plain = ascii
                ? text
                : MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
        return plain.toLowerCase(Locale.ROOT);
    }

    private static String capped(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
