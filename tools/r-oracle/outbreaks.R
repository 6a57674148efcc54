# What R's package surveillance says of the weekly counts on which outbreak detection is tested.
#
#   Rscript outbreaks.R <rows-dir> <results.csv> [<tables-dir>]
#
# <rows-dir>     the synthetic counts (rows.R)
# <results.csv>  receives bounds and alarms, one a line: method-series,figure,week,value; what is not available has no line
# <tables-dir>   receives agona.csv, exported from surveillance. The table is under that package's licence (GPL): build output, not to be
#                kept. The results computed from it are facts.
#
# Debian packages: r-base-core r-cran-surveillance
suppressPackageStartupMessages(library(surveillance))
args <- commandArgs(trailingOnly = TRUE)
if (!length(args) %in% 2:3) stop("usage: Rscript outbreaks.R <rows-dir> <results.csv> [<tables-dir>]")
counts <- read.csv(file.path(args[1], "weeks.csv"))
out <- file(args[2], "w")
writeLines(c(paste("# produced by tools/r-oracle/outbreaks.R with R", getRversion(), "surveillance", packageDescription("surveillance")$Version),
             "analysis,figure,name,value"), out)
say <- function(name, weeks, bound, alarm) {
  known <- !is.na(bound)
  number <- function(values) trimws(formatC(as.numeric(values), digits = 17, format = "g"))
  writeLines(paste(name, "bound", weeks[known], number(bound[known]), sep = ","), out)
  writeLines(paste(name, "alarm", weeks[known], number(alarm[known]), sep = ","), out)
}
back <- 52
range <- (312 - back + 1):312
as_sts <- function(x) sts(observed = x, frequency = 52, start = c(2018, 1))
as_prog <- function(x) create.disProg(week = seq_along(x), observed = x, state = 0 * x, start = c(2018, 1), freq = 52)
few <- function(x) sapply(range, function(k) sum(x[(k - 3):k]) < 5)

ears <- function(name, x, ...) {
  r <- earsC(as_sts(x), control = list(range = range, ...))
  say(name, range, as.numeric(upperbound(r)), as.numeric(alarms(r)))
}
cusum <- function(name, x, ...) {
  r <- algo.cusum(as_prog(x), control = list(range = range, ...))
  say(name, range, as.numeric(r$upperbound), as.numeric(r$alarm))
}
farrington4 <- function(name, x, ...) {
  r <- suppressWarnings(algo.farrington(as_prog(x), control = list(range = range, b = 4, w = 3, ...)))
  say(name, range, ifelse(few(x), NA, as.numeric(r$upperbound)), as.numeric(r$alarm))
}
flexible4 <- function(name, x, ...) {
  r <- suppressWarnings(farringtonFlexible(as_sts(x), control = list(range = range, b = 4, w = 3, glmWarnings = FALSE, ...)))
  say(name, range, as.numeric(upperbound(r)), as.numeric(alarms(r)))
}
all <- function(of, x) {
  name <- function(method) paste(method, of, sep = "-")
  ears(name("c1"), x, method = "C1")
  ears(name("c2"), x, method = "C2")
  ears(name("c3"), x, method = "C3", alpha = 0.025)
  ears(name("c1long"), x, method = "C1", baseline = 12, alpha = 0.01)
  cusum(name("cusum"), x)
  cusum(name("cusumrossi"), x, trans = "rossi", k = 0.8, h = 2)
  cusum(name("cusumfixed"), x, trans = "anscombe", m = 5)
  cusum(name("cusumseasonal"), x, m = "glm")
  farrington4(name("farrington"), x)
  farrington4(name("farringtonplain"), x, reweight = FALSE, trend = FALSE, powertrans = "none", alpha = 0.01)
  farrington4(name("farringtonroot"), x, powertrans = "1/2")
  flexible4(name("flexible"), x)
  flexible4(name("flexibledelta"), x, noPeriods = 10, pastWeeksNotIncluded = 26, alpha = 0.01)
  flexible4(name("flexibleplugin"), x, noPeriods = 10, pastWeeksNotIncluded = 26, thresholdMethod = "nbPlugin", alpha = 0.005)
  flexible4(name("flexiblemuan"), x, noPeriods = 5, pastWeeksNotIncluded = 26, thresholdMethod = "muan", alpha = 0.01, pThresholdTrend = 0.05)
  flexible4(name("flexibleplain"), x, reweight = FALSE, trend = FALSE, noPeriods = 10, thresholdMethod = "muan")
}
for (series in c("rare", "seasonal", "absent", "common")) all(series, counts[[series]])
data(salmonella.agona)
agona <- as.integer(observed(disProg2sts(salmonella.agona)))
all("agona", agona)
close(out)
if (length(args) == 3) {
  dir.create(args[3], recursive = TRUE, showWarnings = FALSE)
  write.csv(data.frame(week = seq_along(agona), agona = agona), file.path(args[3], "agona.csv"), row.names = FALSE, quote = FALSE)
}
