# Makes the synthetic rows on which the analyses are compared with R. Nobody stands behind them.
#
#   Rscript rows.R <rows-dir>
#
# The rows are kept in the repository; this says where they came from.
args <- commandArgs(trailingOnly = TRUE)
if (length(args) != 1) stop("usage: Rscript rows.R <rows-dir>")
dir.create(args[1], recursive = TRUE, showWarnings = FALSE)
keep <- function(rows, file) write.csv(rows, file.path(args[1], file), row.names = FALSE, quote = FALSE)
set.seed(20261122)

people <- function(n) data.frame(age = round(rnorm(n, 62, 9), 1), sex = rbinom(n, 1, 0.45), marker = round(rlnorm(n, 0.3, 0.6), 3))

g <- people(180)
g$pressure <- round(96 + 0.55 * g$age - 3.2 * g$sex + 4.1 * g$marker + rnorm(nrow(g), 0, 11), 1)
keep(g, "gaussian.csv")

b <- people(260)
b$readmitted <- rbinom(nrow(b), 1, plogis(-5.2 + 0.06 * b$age - 0.4 * b$sex + 0.45 * b$marker))
keep(b, "binomial.csv")

p <- people(170)
p$years <- round(runif(nrow(p), 0.2, 6), 2)
p$falls <- rpois(nrow(p), p$years * exp(-3.1 + 0.035 * p$age + 0.3 * p$sex + 0.15 * p$marker))
keep(p, "poisson.csv")

s <- people(300)
s$arm <- sample(c("a", "b", "c"), nrow(s), replace = TRUE)
s$centre <- sample(20, nrow(s), replace = TRUE)
hazard <- exp(0.03 * (s$age - 62) - 0.45 * s$sex + 0.35 * (s$marker - 1.5) - 0.4 * (s$arm == "b") + 0.2 * (s$centre %% 3))
death <- rexp(nrow(s), hazard / 60)
censored <- runif(nrow(s), 5, 140)
s$time <- pmax(1, ceiling(pmin(death, censored) / 3) * 3)
s$event <- as.integer(death <= censored)
keep(s, "survival.csv")

# Six years of weekly counts: of a rare illness, a seasonal one that increases, one that is mostly absent, and a common one.
set.seed(20261123)
week <- 1:312
wave <- cos(2 * pi * week / 52)
w <- data.frame(week = week,
  rare = rpois(312, 3),
  seasonal = rnbinom(312, mu = exp(2.4 + 0.5 * wave + 0.002 * week), size = 12),
  absent = rpois(312, 0.35),
  common = rnbinom(312, mu = exp(5 + 0.3 * wave), size = 30))
w$rare[c(255, 256, 300)] <- w$rare[c(255, 256, 300)] + c(6, 9, 7)
w$seasonal[284:287] <- w$seasonal[284:287] + c(10, 35, 40, 15)
w$absent[290:292] <- w$absent[290:292] + c(3, 4, 3)
w$common[c(120:123, 298:301)] <- round(w$common[c(120:123, 298:301)] * 1.8)
keep(w, "weeks.csv")
