package org.healthsphere.node.fhir.flat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads an expression. IllegalArgumentException when the text is none, or uses what is not there. */
final class PathReader {
    private static final int LONGEST = 4_000;
    private static final int DEEPEST = 50;
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:"
            + "(?<text>'(?:[^'\\\\]|\\\\.)*')"
            + "|(?<date>@T?\\d[0-9TZ:.+-]*)"
            + "|(?<number>\\d+(?:\\.\\d+)?)"
            + "|(?<name>[A-Za-z_][A-Za-z0-9_]*|`[^`]+`)"
            + "|(?<sign><=|>=|!=|[-+*/&|=<>.,()\\[\\]%$])"
            + ")");
    /** The weakest first. */
    private static final List<List<String>> LEVELS = List.of(
            List.of("implies"),
            List.of("or", "xor"),
            List.of("and"),
            List.of("=", "!="),
            List.of("<", "<=", ">", ">="),
            List.of("|"),
            List.of("+", "-", "&"),
            List.of("*", "/"));

    private final List<String> tokens = new ArrayList<>();
    private int at;
    private int depth;

    private PathReader(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("an expression that is too long");
        }
        var matcher = TOKEN.matcher(text);
        var end = 0;
        while (end < text.length() && !text.substring(end).isBlank()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw new IllegalArgumentException("not a FHIRPath expression: " + text);
            }
            tokens.add(matcher.group().strip());
            end = matcher.end();
        }
    }

    static Path read(String text) {
        var reader = new PathReader(text);
        var path = reader.level(0);
        if (reader.at < reader.tokens.size()) {
            throw new IllegalArgumentException("not a FHIRPath expression: " + text);
        }
        return path;
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private boolean skip(String token) {
        if (peek().equals(token)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String token) {
        if (!skip(token)) {
            throw new IllegalArgumentException("'" + token + "' is expected where '" + peek() + "' stands");
        }
    }

    private Path level(int level) {
        if (level == LEVELS.size()) {
            return steps();
        }
        if (++depth > DEEPEST * LEVELS.size()) {
            throw new IllegalArgumentException("an expression that is nested too deeply");
        }
        var left = level(level + 1);
        while (LEVELS.get(level).contains(peek())) {
            var operator = tokens.get(at++);
            left = new Path.Binary(operator, left, level(level + 1));
        }
        depth--;
        return left;
    }

    private Path steps() {
        if (skip("-")) {
            return new Path.Binary("-", new Path.Literal(Item.of(BigDecimal.ZERO)), steps());
        }
        var path = term();
        while (true) {
            if (skip(".")) {
                path = new Path.Then(path, invocation());
            } else if (skip("[")) {
                path = new Path.At(path, level(0));
                expect("]");
            } else {
                return path;
            }
        }
    }

    private Path term() {
        if (skip("(")) {
            var inner = level(0);
            expect(")");
            return inner;
        }
        if (skip("%")) {
            return new Path.Named(name());
        }
        if (skip("$")) {
            if (!name().equals("this")) {
                throw new IllegalArgumentException("only $this is there");
            }
            return new Path.This();
        }
        var token = peek();
        if (token.startsWith("'")) {
            at++;
            return new Path.Literal(
                    Item.of(token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1")));
        }
        if (token.startsWith("@")) {
            at++;
            return new Path.Literal(Item.of(token.substring(token.startsWith("@T") ? 2 : 1)));
        }
        if (!token.isEmpty() && Character.isDigit(token.charAt(0))) {
            at++;
            return new Path.Literal(Item.of(new BigDecimal(token)));
        }
        return invocation();
    }

    private String name() {
        var token = peek();
        if (token.isEmpty()
                || !(Character.isLetter(token.charAt(0)) || token.charAt(0) == '_' || token.charAt(0) == '`')) {
            throw new IllegalArgumentException("a name is expected where '" + token + "' stands");
        }
        at++;
        return token.replace("`", "");
    }

    private Path invocation() {
        var name = name();
        if (!skip("(")) {
            return switch (name) {
                case "true", "false" -> new Path.Literal(Item.of(name.equals("true")));
                default -> new Path.Member(name);
            };
        }
        if (!Functions.NAMES.contains(name)) {
            throw new IllegalArgumentException("no function: " + name);
        }
        var arguments = new ArrayList<Path>();
        while (!skip(")")) {
            arguments.add(level(0));
            if (!peek().equals(")")) {
                expect(",");
            }
        }
        return new Path.Call(name, List.copyOf(arguments));
    }
}
