package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines that are offered with a result are run as they are, by R and by Python, and come to its figures. */
class SnippetsTest {
    private static final String FILE = "a-study.release.json";

    @TempDir
    private Path folder;

    /**
     * A result.
     *
     * @param r the data frame in R, as comma-separated values
     * @param python what Python prints
     */
    private record Case(String result, List<String> r, List<String> python) {}

    private static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        """
                        {"kind":"table","by":[{"name":"sex","levels":["female","male"]},{"name":"age","levels":["0-17","18+"]}],
                         "cells":[12,null,40,41]}""",
                        List.of("age,sex,patients", "0-17,female,12", "18+,female,NA", "0-17,male,40", "18+,male,41"),
                        List.of("female\t0-17\t12", "female\t18+\tNone", "male\t0-17\t40", "male\t18+\t41")),
                new Case(
                        "{\"kind\":\"table\",\"by\":[],\"cells\":[812]}",
                        List.of("patients", "812"),
                        List.of("812")),
                new Case(
                        """
                        {"kind":"survival","of":"time","curves":[
                         {"group":"a","median":"60.0","steps":[
                          {"time":"30.0","atRisk":50,"survival":"0.8"},{"time":"60.0","atRisk":30,"survival":"0.4"}]},
                         {"group":"b","median":null,"steps":[{"time":"30.0","atRisk":20,"survival":"0.9"}]}]}""",
                        List.of("group,time,atRisk,survival", "a,30,50,0.8", "a,60,30,0.4", "b,30,20,0.9"),
                        List.of("a\t30.0\t50\t0.8", "a\t60.0\t30\t0.4", "b\t30.0\t20\t0.9")),
                new Case(
                        """
                        {"kind":"glm","family":"binomial","patients":260,"coefficients":[
                         {"term":"(Intercept)","estimate":"-2.8","p":"0.005"},{"term":"18-64","estimate":"0.5","p":"0.25"}]}""",
                        List.of("term,estimate,p", "(Intercept),-2.8,0.005", "18-64,0.5,0.25"),
                        List.of("(Intercept)\t-2.8\t0.005", "18-64\t0.5\t0.25")),
                new Case(
                        """
                        {"kind":"cox","ties":"efron","patients":260,"coefficients":[{"term":"age","estimate":"0.5","error":"0.125"}]}""",
                        List.of("term,estimate,error", "age,0.5,0.125"),
                        List.of("age\t0.5\t0.125")),
                new Case(
                        """
                        {"kind":"outbreak","of":"flu","first":"2026-01-05","judgedFrom":"2026-01-19","weeks":[
                         {"week":"2026-01-12","patients":null},{"week":"2026-01-19","patients":5,"bound":null,"alarm":null},
                         {"week":"2026-01-26","patients":40,"bound":"20.5","alarm":true}]}""",
                        List.of(
                                "week,patients,bound,alarm",
                                "2026-01-12,NA,NA,NA",
                                "2026-01-19,5,NA,NA",
                                "2026-01-26,40,20.5,TRUE"),
                        List.of(
                                "2026-01-12\tNone\tNone\tNone",
                                "2026-01-19\t5\tNone\tNone",
                                "2026-01-26\t40\t20.5\tTrue")),
                new Case(
                        """
                        {"kind":"trees","patients":800,"trees":[[{"node":0,"value":"0.5"}]],"importance":[{"term":"age","share":"0.75"},{"term":"sex","share":"0.25"}]}""",
                        List.of("term,share", "age,0.75", "sex,0.25"),
                        List.of("age\t0.75", "sex\t0.25")),
                new Case(
                        """
                        {"kind":"score","patients":200,"auc":"0.8","roc":[],"calibration":[{"patients":100,"predicted":"0.25","observed":"0.2"}]}""",
                        List.of("patients,predicted,observed", "100,0.25,0.2"),
                        List.of("100\t0.25\t0.2")),
                new Case(
                        """
                        {"kind":"quantiles","of":"age","quantiles":[{"q":"0.5","from":"50.0","to":"55.0"}]}""",
                        List.of("q,from,to", "0.5,50,55"),
                        List.of("0.5\t50.0\t55.0")),
                new Case(
                        "{\"kind\":\"mean\",\"of\":\"age\",\"patients\":120,\"mean\":\"51.5\"}",
                        List.of("kind,of,patients,mean", "mean,age,120,51.5"),
                        List.of("kind\tmean", "of\tage", "patients\t120", "mean\t51.5")),
                new Case(
                        "{\"kind\":\"distinct\",\"places\":4096,\"patients\":120,\"error\":\"2.5\"}",
                        List.of("kind,places,patients,error", "distinct,4096,120,2.5"),
                        List.of("kind\tdistinct", "places\t4096", "patients\t120", "error\t2.5")));
    }

    /** What is printed for each case, all of them by one process. */
    private List<List<String>> run(String file, String snippet, String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of(command));
        for (var one : cases().toList()) {
            var home = Files.createDirectory(folder.resolve("case-" + words.size()));
            Files.writeString(home.resolve(FILE), "{\"certificate\":{\"result\":" + one.result() + "}}");
            Files.writeString(home.resolve(file), snippet);
            words.add(home.toString());
        }
        var errors = folder.resolve("errors").toFile();
        var process = new ProcessBuilder(words).redirectError(errors).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(Files.readString(errors.toPath())).isZero();
        return Stream.of(said.split("(?m)^--$", -1))
                .skip(1)
                .map(part -> part.strip().lines().toList())
                .toList();
    }

    private static boolean works(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void python_prints_the_figures() throws Exception {
        assumeTrue(works("python3", "--version"), "there is no python3 here");
        var each = "import os, runpy, sys\nfor home in sys.argv[1:]:\n"
                + "    os.chdir(home)\n    print('--')\n    runpy.run_path('a-study.py')";
        assertThat(run("a-study.py", Snippets.python(FILE), "python3", "-c", each))
                .isEqualTo(cases().map(Case::python).toList());
    }

    @Test
    void r_has_the_figures_in_a_data_frame() throws Exception {
        assumeTrue(works("Rscript", "-e", "library(jsonlite)"), "there is no R with jsonlite here");
        var each = "for (home in commandArgs(TRUE)) { setwd(home); capture.output(source('a-study.R'));"
                + " cat('--\\n'); write.csv(frame, quote = FALSE, row.names = FALSE) }";
        assertThat(run("a-study.R", Snippets.r(FILE), "Rscript", "-e", each))
                .isEqualTo(cases().map(Case::r).toList());
    }
}
