package org.healthsphere.node.portal;

/** A few lines with which a researcher goes on in R or Python, from the release as it was signed. */
final class Snippets {
    private Snippets() {}

    static String r(String file) {
        return """
                # The release is signed: 'hie release verify %1$s' checks it.
                library(jsonlite)
                release <- fromJSON("%1$s", simplifyMatrix = FALSE)$certificate
                result <- release$result
                frame <- switch(result$kind,
                  table = if (length(result$by) == 0) data.frame(patients = result$cells)
                    else cbind(expand.grid(rev(setNames(result$by$levels, result$by$name))), patients = as.numeric(result$cells)),
                  survival = do.call(rbind, Map(function(g, s) cbind(group = g, s), result$curves$group, result$curves$steps)),
                  quantiles = result$quantiles,
                  glm = , cox = result$coefficients,
                  outbreak = result$weeks,
                  trees = result$importance,
                  score = result$calibration,
                  as.data.frame(result))
                frame <- type.convert(as.data.frame(frame), as.is = TRUE)
                print(frame)
                """.formatted(file);
    }

    static String python(String file) {
        return """
                # The release is signed: 'hie release verify %1$s' checks it.
                import json
                from itertools import product

                with open("%1$s", encoding="utf-8") as file:
                    release = json.load(file)["certificate"]
                result = release["result"]

                def number(text):
                    try:
                        return float(text) if isinstance(text, str) else text
                    except ValueError:
                        return text

                kind = result["kind"]
                if kind == "table":
                    levels = product(*(by["levels"] for by in result["by"]))
                    rows = [(*level, cell) for level, cell in zip(levels, result["cells"])]
                elif kind == "survival":
                    rows = [(curve["group"], *map(number, step.values())) for curve in result["curves"] for step in curve["steps"]]
                elif kind == "outbreak":
                    rows = [(one["week"], one["patients"], number(one.get("bound")), one.get("alarm")) for one in result["weeks"]]
                elif kind in ("glm", "cox"):
                    rows = [tuple(map(number, one.values())) for one in result["coefficients"]]
                elif kind in ("trees", "score"):
                    rows = [tuple(map(number, one.values())) for one in result["importance" if kind == "trees" else "calibration"]]
                elif kind == "quantiles":
                    rows = [tuple(map(number, one.values())) for one in result["quantiles"]]
                else:
                    rows = [(name, number(value)) for name, value in result.items()]
                for row in rows:
                    print(*row, sep="\\t")
                """.formatted(file);
    }
}
