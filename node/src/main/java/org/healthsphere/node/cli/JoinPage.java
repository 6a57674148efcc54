package org.healthsphere.node.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.healthsphere.node.doctor.Finding;
import org.healthsphere.node.doctor.Report;
import org.healthsphere.node.joining.Course;
import org.healthsphere.node.joining.Course.Leg;

/** What {@code hie join} says while it goes on and at its end: lines for people, or objects of JSON, one on a line, for programs. */
final class JoinPage {
    private static final double MILLIS = 1_000;
    private static final String SECONDS = "seconds";

    private final PrintWriter out;
    private final boolean isJson;
    private final Path home;

    JoinPage(PrintWriter out, boolean isJson, Path home) {
        this.out = out;
        this.isJson = isJson;
        this.home = home;
    }

    /** Something was done, or is waited for. */
    void line(String kind, String words, Duration sinceBegun) {
        say(
                isJson
                        ? object().put(kind, words)
                                .put(SECONDS, seconds(sinceBegun))
                                .toString()
                        : "%12s  %s".formatted(clock(sinceBegun), words));
    }

    /** Others have not done their part yet. */
    void notYet(Course course) {
        if (isJson) {
            say(summary(course).put("member", false).toString());
        } else {
            say("Not a member yet. Run this again: hie join --home " + home);
        }
    }

    /** It is a member: what the doctor has found, and what it took. */
    void joined(Course course, Report examined, Path settings) {
        if (isJson) {
            var json = summary(course).put("member", true).put("settings", settings.toString());
            json.set("doctor", examined.json());
            say(json.toString());
            return;
        }
        say("");
        table(course).forEach(this::say);
        say("");
        examined.findings().stream()
                .filter(finding -> finding.grade() != Finding.Grade.GOOD)
                .forEach(finding -> say(new Report(List.of(finding)).lines()));
        say(examined.verdict() + " All of it: hie doctor --config " + settings);
        say("A member. Start the node: hie start --config " + settings);
    }

    private static List<String> table(Course course) {
        var legs = course.legs();
        List<String> lines = new ArrayList<>();
        lines.add("What it took:");
        for (var leg : legs) {
            lines.add(
                    "%12s  %s%s".formatted(clock(leg.took()), leg.step().words(), leg.isOfOthers() ? " (waited)" : ""));
        }
        lines.add("%12s  in all; %s of it waiting for others"
                .formatted(
                        clock(sum(legs)),
                        clock(sum(legs.stream().filter(Leg::isOfOthers).toList()))));
        return lines;
    }

    private static ObjectNode summary(Course course) {
        var legs = course.legs();
        var json = object();
        var steps = json.putArray("steps");
        legs.forEach(leg -> steps.addObject()
                .put("step", leg.step().name().toLowerCase(Locale.ROOT))
                .put(SECONDS, seconds(leg.took()))
                .put("waited", leg.isOfOthers()));
        return json.put(SECONDS, seconds(sum(legs)));
    }

    private static Duration sum(List<Leg> legs) {
        return legs.stream().map(Leg::took).reduce(Duration.ZERO, Duration::plus);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / MILLIS;
    }

    private static String clock(Duration time) {
        var minutes = time.toMinutes();
        var rest = String.format(Locale.ROOT, "%.1f s", seconds(time.minusMinutes(minutes)));
        return minutes == 0 ? rest : minutes + " min " + rest;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
