package org.healthsphere.federation.research.analysis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Runs analyses over tables at several sites, and names the results as R's are named. */
final class Analyses {
    private Analyses() {}

    /** A model of a table's columns. */
    record Model(List<String> terms) {
        static Model of(String... terms) {
            return new Model(List.of(terms));
        }

        Design design(Table rows) {
            return Design.of(terms, terms.stream().map(rows::column).toList()).orElseThrow();
        }
    }

    static GlmFit glm(Family family, String response, Model model, List<Table> sites) {
        var members = sites.stream()
                .map(rows -> GlmSite.of(family, model.design(rows), rows.column(response))
                        .orElseThrow())
                .toList();
        return GlmFit.of(family, model.terms(), Sites.of(members, model.terms().size()))
                .orElseThrow();
    }

    /** With the logarithm of a column as offset. */
    static GlmFit rates(String response, String exposure, Model model, List<Table> sites) {
        var members = sites.stream()
                .map(rows -> {
                    var columns = model.terms().stream().map(rows::column).toList();
                    var offset = rows.column(exposure).map(Math::log);
                    var design = Design.of(model.terms(), columns, offset).orElseThrow();
                    return GlmSite.of(Family.POISSON, design, rows.column(response))
                            .orElseThrow();
                })
                .toList();
        return GlmFit.of(
                        Family.POISSON,
                        model.terms(),
                        Sites.of(members, model.terms().size()))
                .orElseThrow();
    }

    /** An empty name of a stratum's column makes each site one stratum. */
    static CoxFit cox(Ties ties, String event, Model model, String stratum, List<Table> sites) {
        var members = sites.stream()
                .map(rows -> CoxSite.of(ties, model.design(rows), followUp(rows, event), rows.texts(stratum))
                        .orElseThrow())
                .toList();
        return CoxFit.of(model.terms(), Sites.of(members, model.terms().size())).orElseThrow();
    }

    static FollowUp followUp(Table rows, String event) {
        return FollowUp.of(rows.column("time"), rows.column(event)).orElseThrow();
    }

    /** The sums of the sites' counts, day by day, for each group. */
    static Map<String, LifeTable> lifeTables(String event, String group, List<Table> sites) {
        var grid = TimeGrid.every(1, 1100);
        var tables = new TreeMap<String, LifeTable>();
        for (var site : sites) {
            for (var name : new TreeSet<>(site.texts(group))) {
                var members = site.where(row -> name.equals(row.get(group)));
                tables.merge(name, LifeTable.of(grid, followUp(members, event)), LifeTable::plus);
            }
        }
        return tables;
    }

    static Figures figures(GlmFit fit) {
        var values = coefficients(fit.coefficients());
        values.put("fit,rows", (double) fit.extent().rows());
        values.put("fit,deviance", fit.deviance());
        values.put("fit,dispersion", fit.dispersion());
        return new Figures(values);
    }

    static Figures figures(CoxFit fit) {
        var values = coefficients(fit.coefficients());
        values.put("fit,rows", (double) fit.extent().rows());
        values.put("fit,events", (double) fit.extent().events());
        values.put("fit,null", fit.nullLogLikelihood());
        values.put("fit,loglik", fit.logLikelihood());
        values.put("fit,lr", fit.likelihoodRatio().statistic());
        values.put("fit,lrp", fit.likelihoodRatio().p());
        return new Figures(values);
    }

    private static Map<String, Double> coefficients(List<Coefficient> coefficients) {
        var values = new LinkedHashMap<String, Double>();
        for (var coefficient : coefficients) {
            values.put("estimate," + coefficient.term(), coefficient.estimate());
            values.put("error," + coefficient.term(), coefficient.standardError());
            values.put("statistic," + coefficient.term(), coefficient.statistic());
            values.put("p," + coefficient.term(), coefficient.p());
        }
        return values;
    }

    static Figures curves(Map<String, LifeTable> tables, int... times) {
        var values = new LinkedHashMap<String, Double>();
        tables.forEach((group, table) -> {
            var curve = SurvivalCurve.of(table).orElseThrow();
            for (var time : times) {
                var step = curve.steps().get(time - 1);
                var interval = step.interval().orElseThrow();
                var at = group + "@" + time;
                values.put("n.risk," + at, (double) step.atRisk());
                values.put("surv," + at, step.survival());
                values.put("std.err," + at, step.standardError());
                values.put("lower," + at, interval.lower());
                values.put("upper," + at, interval.upper());
            }
            var median = curve.median();
            values.put("median," + group, median.time().orElseThrow());
            values.put("0.95LCL," + group, median.lower().orElseThrow());
            values.put("0.95UCL," + group, median.upper().orElseThrow());
        });
        return new Figures(values);
    }

    static Figures comparison(Map<String, LifeTable> tables) {
        var logRank = LogRank.of(tables).orElseThrow();
        var values = new LinkedHashMap<String, Double>();
        for (var group : logRank.groups()) {
            values.put("observed," + group.name(), (double) group.observed());
            values.put("expected," + group.name(), group.expected());
        }
        values.put("test,chisq", logRank.test().statistic());
        values.put("test,df", (double) logRank.test().degreesOfFreedom());
        values.put("test,p", logRank.test().p());
        return new Figures(values);
    }
}
