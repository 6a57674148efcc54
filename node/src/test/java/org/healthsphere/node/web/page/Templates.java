package org.healthsphere.node.web.page;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads templates as somebody who looks for what they say by themselves. */
final class Templates {
    private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");
    private static final Pattern SPOKEN = Pattern.compile("(?:aria-label|title|alt|placeholder)=\"([^\"$]*)\"");

    /** Units and names of formats, which are the same in all languages. */
    private static final List<String> EVERYWHERE = List.of("CSV", "JSON", "R", "Python");

    private Templates() {}

    static List<String> words(String template) {
        // What is given to a layout or a note as its content is content.
        var open = template.replace("content = @`", ")").replace("`)", "");
        var withoutCode = withoutExpressions(open)
                .replaceAll("(?m)^(?:@import|@param).*$", "")
                .replaceAll("(?s)!\\{.*?}\\s*(?=\\n)", "")
                .replaceAll("(?s)<style>.*?</style>", "");
        var spoken = SPOKEN.matcher(withoutCode).results().map(found -> found.group(1));
        var shown = withoutDirectives(withoutCode).replaceAll("(?s)<[^>]*>", " ").replaceAll("&[a-z]+;", " ");
        return Stream.concat(spoken, Stream.of(shown))
                .flatMap(text -> WORD.matcher(text).results().map(found -> found.group()))
                .filter(word -> !EVERYWHERE.contains(word))
                .toList();
    }

    /** Without what is put in: dollar and a brace, up to the brace that closes it. */
    private static String withoutExpressions(String template) {
        return without(template, Pattern.compile("\\$(?:unsafe)?\\{"), '{', '}');
    }

    /** Without the words that steer: a name after an at sign, with what it is given. */
    private static String withoutDirectives(String template) {
        var calls = without(template, Pattern.compile("@[A-Za-z.]+\\("), '(', ')');
        return calls.replaceAll("@[A-Za-z.]+", " ");
    }

    private static String without(String text, Pattern opening, char open, char close) {
        var out = new StringBuilder();
        var at = 0;
        var found = opening.matcher(text);
        while (found.find(at)) {
            out.append(text, at, found.start());
            at = end(text, found.end(), open, close);
        }
        return out.append(text.substring(at)).toString();
    }

    private static int end(String text, int from, char open, char close) {
        var depth = 1;
        var at = from;
        while (depth > 0 && at < text.length()) {
            depth += text.charAt(at) == open ? 1 : text.charAt(at) == close ? -1 : 0;
            at++;
        }
        return at;
    }
}
