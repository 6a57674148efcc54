package org.healthsphere.terminology.ecl;

import java.util.ArrayList;
import java.util.List;
import org.healthsphere.terminology.ecl.Ecl.Filter;

/** Reads filters: {@code {{ term = "heart" }}}, {@code {{ C definitionStatus = defined, active = 1 }}}. */
final class FilterParser {
    private final EclParser parser;
    private final EclScanner in;

    FilterParser(EclParser parser) {
        this.parser = parser;
        this.in = parser.in();
    }

    List<Filter> filters() {
        in.expect("{{");
        if (in.sees("+")) {
            throw in.unreadable("history supplements are not supported");
        }
        if (in.takeWord("M")) {
            throw in.unreadable("filters of members are not supported");
        }
        if (!in.takeWord("C")) {
            var _ = in.takeWord("D");
        }
        List<Filter> filters = new ArrayList<>();
        do {
            filters.add(filter());
        } while (in.take(","));
        in.expect("}}");
        return filters;
    }

    private Filter filter() {
        var name = in.word();
        var sign = new RefinementParser(parser).sign();
        if (name.equalsIgnoreCase("effectiveTime")) {
            return new Ecl.Effective(sign, in.quoted());
        }
        if (!sign.equals("=") && !sign.equals("!=")) {
            throw in.unreadable("'" + name + "' is compared by = or !=");
        }
        var equal = sign.equals("=");
        return switch (name) {
            case "term" -> new Ecl.Term(equal, texts());
            case "language" -> language(equal);
            case "active" -> new Ecl.Active(truth(in.word()) == equal);
            case "definitionStatus" -> new Ecl.Defined(isDefined(in.word()) == equal);
            case "moduleId" -> new Ecl.Module(equal, parser.sub());
            default -> throw in.unreadable("the filter '" + name + "' is not supported");
        };
    }

    private Filter language(boolean equal) {
        if (!equal) {
            throw in.unreadable("a language is compared by =");
        }
        if (!in.take("(")) {
            return new Ecl.Language(List.of(in.word()));
        }
        List<String> codes = new ArrayList<>();
        while (!in.take(")")) {
            codes.add(in.word());
        }
        return new Ecl.Language(codes);
    }

    private boolean truth(String word) {
        return switch (word) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            default -> throw in.unreadable("'" + word + "' is neither true nor false");
        };
    }

    private boolean isDefined(String word) {
        return switch (word) {
            case "defined" -> true;
            case "primitive" -> false;
            default -> throw in.unreadable("'" + word + "' is neither 'primitive' nor 'defined'");
        };
    }

    /** One text in quotes, or several in brackets. */
    List<String> texts() {
        if (in.sees("\"")) {
            return List.of(in.quoted());
        }
        in.expect("(");
        List<String> texts = new ArrayList<>();
        while (!in.take(")")) {
            texts.add(in.quoted());
        }
        if (texts.isEmpty()) {
            throw in.unreadable("no text is given");
        }
        return texts;
    }
}
