# What R says of the rows on which the federated analyses are tested.
#
#   Rscript analyses.R <rows-dir> <results.csv> [<tables-dir>]
#
# <rows-dir>     the synthetic rows (rows.R)
# <results.csv>  receives the results, one a line: analysis,figure,name,value
# <tables-dir>   receives pima.csv and lung.csv, exported from MASS and survival. The tables are under those packages' licences
#                (GPL, LGPL): build output, not to be kept. The results computed from them are facts.
#
# Debian packages: r-base-core r-cran-survival r-cran-mass
suppressPackageStartupMessages({library(survival); library(MASS)})
args <- commandArgs(trailingOnly = TRUE)
if (!length(args) %in% 2:3) stop("usage: Rscript analyses.R <rows-dir> <results.csv> [<tables-dir>]")
rows <- function(file) read.csv(file.path(args[1], file))
out <- file(args[2], "w")
version <- function(package) paste(package, packageDescription(package)$Version)
writeLines(c(paste("# produced by tools/r-oracle/analyses.R with R", getRversion(), version("survival"), version("MASS")),
             "analysis,figure,name,value"), out)
say <- function(analysis, figure, names, values)
  writeLines(paste(analysis, figure, names, trimws(formatC(as.numeric(values), digits = 17, format = "g")), sep = ","), out)

model <- function(analysis, table) {
  colnames(table) <- c("estimate", "error", "statistic", "p")
  for (column in colnames(table)) say(analysis, column, rownames(table), table[, column])
}
linear <- function(analysis, formula, family, data) {
  fit <- suppressWarnings(glm(formula, family, data, control = list(epsilon = 1e-14, maxit = 50)))
  model(analysis, summary(fit)$coefficients)
  say(analysis, "fit", c("rows", "deviance", "dispersion"), c(nrow(data), fit$deviance, summary(fit)$dispersion))
}
hazards <- function(analysis, formula, data, ties) {
  fit <- suppressWarnings(coxph(formula, data, ties = ties, control = coxph.control(eps = 1e-14, iter.max = 50)))
  model(analysis, summary(fit)$coefficients[, c("coef", "se(coef)", "z", "Pr(>|z|)")])
  say(analysis, "fit", c("rows", "events", "null", "loglik", "lr", "lrp"),
      c(fit$n, fit$nevent, fit$loglik, summary(fit)$logtest[c("test", "pvalue")]))
}
curves <- function(analysis, formula, data, times) {
  fit <- survfit(formula, data, conf.type = "log")
  at <- summary(fit, times = times)
  group <- sub(".*=", "", at$strata)
  for (figure in c("n.risk", "surv", "std.err", "lower", "upper")) say(analysis, figure, paste(group, at$time, sep = "@"), at[[figure]])
  table <- summary(fit)$table
  for (figure in c("median", "0.95LCL", "0.95UCL")) say(analysis, figure, sub(".*=", "", rownames(table)), table[, figure])
}
comparison <- function(analysis, formula, data) {
  test <- survdiff(formula, data)
  groups <- sub(".*=", "", names(test$n))
  say(analysis, "observed", groups, test$obs)
  say(analysis, "expected", groups, test$exp)
  df <- length(groups) - 1
  say(analysis, "test", c("chisq", "df", "p"), c(test$chisq, df, pchisq(test$chisq, df, lower.tail = FALSE)))
}

linear("gaussian", pressure ~ age + sex + marker, gaussian, rows("gaussian.csv"))
linear("binomial", readmitted ~ age + sex + marker, binomial, rows("binomial.csv"))
linear("poisson", falls ~ age + sex + marker, poisson, rows("poisson.csv"))
linear("rates", falls ~ age + sex + marker + offset(log(years)), poisson, rows("poisson.csv"))
# How well a formula does that is given: area under the curve with ties (and its error by DeLong), Brier's score, Spiegelhalter's test.
scored <- function(analysis, p, y) {
  step <- pmin(199, floor(p * 200))
  places <- outer(step[y == 1], step[y == 0], function(a, b) (a > b) + (a == b) / 2)
  with <- rowMeans(places); without <- colMeans(places)
  z <- sum((y - p) * (1 - 2 * p)) / sqrt(sum((1 - 2 * p)^2 * p * (1 - p)))
  say(analysis, "score", c("auc", "error", "brier", "expected", "spiegelhalter", "p"),
      c(mean(places), sqrt(var(with) / length(with) + var(without) / length(without)), mean((p - y)^2), sum(p), z, 2 * pnorm(-abs(z))))
}
b <- rows("binomial.csv")
scored("score", plogis(-5 + 0.055 * b$age - 0.3 * (b$sex == 1) + 0.4 * b$marker), b$readmitted)
s <- rows("survival.csv")
for (ties in c("efron", "breslow")) hazards(paste0("cox-", ties), Surv(time, event) ~ age + sex + marker + strata(centre), s, ties)
# Times that are known to the nearest later point of a grid only, patients of all centres compared.
s$point <- pmin(ceiling(s$time / 12), 11)
s$within <- as.integer(s$event == 1 & s$time <= 120)
for (ties in c("efron", "breslow")) hazards(paste0("grid-", ties), Surv(point, within) ~ age + sex + marker, s, ties)
curves("km-arm", Surv(time, event) ~ arm, s, c(15, 30, 60, 90))
comparison("logrank-arm", Surv(time, event) ~ arm, s)
comparison("logrank-sex", Surv(time, event) ~ sex, s)

# Summaries of all rows together: mean and variance, counts by classes and groups, and between which of 64 even steps quantiles lie.
describe <- function(analysis, values, group, low, high, edges, at) {
  say(analysis, "mean", c("patients", "mean", "variance"), c(length(values), mean(values), var(values)))
  class <- findInterval(values, edges)
  for (c in 0:length(edges)) say(analysis, "class", c, sum(class == c))
  for (c in 0:length(edges)) for (g in sort(unique(group))) say(analysis, "cell", paste(c, g, sep = "-"), sum(class == c & group == g))
  width <- (high - low) / 64
  step <- pmin(63, floor((quantile(values, at, type = 1, names = FALSE) - low) / width))
  say(analysis, "from", at, low + step * width)
  say(analysis, "to", at, low + (step + 1) * width)
}
describe("summaries", s$age, s$arm, 0, 120, c(50, 65), c(0.1, 0.25, 0.5, 0.75, 0.9))

pima <- rbind(Pima.tr, Pima.te)
pima$type <- as.integer(pima$type == "Yes")
linear("pima", type ~ npreg + glu + bp + skin + bmi + ped + age, binomial, pima)
patients <- lung
patients$status <- patients$status - 1
complete <- na.omit(patients[, c("time", "status", "age", "sex", "ph.ecog", "inst")])
hazards("lung-efron", Surv(time, status) ~ age + sex + ph.ecog + strata(inst), complete, "efron")
hazards("lung-one-site-efron", Surv(time, status) ~ age + sex + ph.ecog, complete, "efron")
hazards("lung-one-site-breslow", Surv(time, status) ~ age + sex + ph.ecog, complete, "breslow")
curves("km-lung", Surv(time, status) ~ sex, patients, c(180, 365, 730))
comparison("logrank-lung", Surv(time, status) ~ sex, patients)
close(out)
if (length(args) == 3) {
  dir.create(args[3], recursive = TRUE, showWarnings = FALSE)
  write.csv(pima, file.path(args[3], "pima.csv"), row.names = FALSE, quote = FALSE)
  write.csv(complete, file.path(args[3], "lung.csv"), row.names = FALSE, quote = FALSE)
  write.csv(patients[, c("time", "status", "sex")], file.path(args[3], "lung-survival.csv"), row.names = FALSE, quote = FALSE)
}
