package org.healthsphere.terminology.ecl;

import java.math.BigDecimal;
import java.util.List;

/** An expression constraint (SNOMED International, Expression Constraint Language 2.2): a set of concepts by what they are. */
public sealed interface Ecl {
    /** All concepts. */
    record Every() implements Ecl {}

    /** One concept. */
    record Concept(String id) implements Ecl {}

    /** Those that stand to a concept of the other set in this way. */
    record Related(Kinship kinship, Ecl of) implements Ecl {}

    /** Members of the reference sets. */
    record MemberOf(Ecl refsets) implements Ecl {}

    /** What both have in common. */
    record And(Ecl a, Ecl b) implements Ecl {}

    /** What either has. */
    record Or(Ecl a, Ecl b) implements Ecl {}

    /** What the first has and the second has not. */
    record Minus(Ecl a, Ecl b) implements Ecl {}

    /** Those that are related to others as the refinement says. */
    record Refined(Ecl of, Refinement by) implements Ecl {}

    /** The values of an attribute. */
    record Dotted(Ecl of, Ecl attribute) implements Ecl {}

    /** Those of which all filters hold. */
    record Filtered(Ecl of, List<Filter> by) implements Ecl {
        public Filtered {
            by = List.copyOf(by);
        }
    }

    /** The ways to stand to a concept of a set. */
    enum Kinship {
        DESCENDANT("<"),
        DESCENDANT_OR_SELF("<<"),
        CHILD("<!"),
        CHILD_OR_SELF("<<!"),
        ANCESTOR(">"),
        ANCESTOR_OR_SELF(">>"),
        PARENT(">!"),
        PARENT_OR_SELF(">>!"),
        /** Of the set, those that have nothing of the set above them. */
        TOP("!!>"),
        /** Of the set, those that have nothing of the set below them. */
        BOTTOM("!!<");

        private final String sign;

        Kinship(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    /** What is asked of the attributes of a concept. */
    sealed interface Refinement {}

    record All(List<Refinement> parts) implements Refinement {
        public All {
            parts = List.copyOf(parts);
        }
    }

    record Any(List<Refinement> parts) implements Refinement {
        public Any {
            parts = List.copyOf(parts);
        }
    }

    /** So many role groups in each of which this holds. */
    record Grouped(Cardinality cardinality, Refinement of) implements Refinement {}

    /**
     * So many values of an attribute.
     *
     * @param reverse whether it is the attribute of the other concept, and this concept its value
     */
    record Attribute(Cardinality cardinality, boolean reverse, Ecl name, Comparison value) implements Refinement {}

    /**
     * How often.
     *
     * @param most {@link Integer#MAX_VALUE} for any number
     */
    record Cardinality(int least, int most) {
        public static final Cardinality SOME = new Cardinality(1, Integer.MAX_VALUE);

        public boolean allows(int count) {
            return count >= least && count <= most;
        }
    }

    /** What is asked of a value. */
    sealed interface Comparison {}

    record Codes(boolean equal, Ecl values) implements Comparison {}

    /** A number, compared by {@code =}, {@code !=}, {@code <}, {@code <=}, {@code >} or {@code >=}. */
    record Numeric(String sign, BigDecimal value) implements Comparison {}

    /** One of the texts, or none of them. */
    record Text(boolean equal, List<String> values) implements Comparison {
        public Text {
            values = List.copyOf(values);
        }
    }

    /** What is asked of a concept itself, or of its names. */
    sealed interface Filter {}

    /** For each word of the text a name has a word that starts with it; of one of several texts. */
    record Term(boolean equal, List<String> texts) implements Filter {
        public Term {
            texts = List.copyOf(texts);
        }
    }

    /** The language of the name the terms are looked for in. */
    record Language(List<String> codes) implements Filter {
        public Language {
            codes = List.copyOf(codes);
        }
    }

    record Active(boolean active) implements Filter {}

    record Defined(boolean defined) implements Filter {}

    record Module(boolean equal, Ecl modules) implements Filter {}

    /** When it was changed last, as YYYYMMDD, compared as numbers are. */
    record Effective(String sign, String date) implements Filter {}
}
