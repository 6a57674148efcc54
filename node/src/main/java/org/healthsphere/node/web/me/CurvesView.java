package org.healthsphere.node.web.me;

import java.util.List;
import org.healthsphere.node.web.page.Messages;
import org.healthsphere.node.web.view.MergedView;

/** What was measured more than once, drawn. */
public record CurvesView(MergedView record, List<Drawn> curves) {
    public CurvesView {
        curves = List.copyOf(curves);
    }

    /** A curve with its drawing. */
    public record Drawn(Curve curve, Plot plot) {}

    static CurvesView of(MergedView record, Messages m) {
        return new CurvesView(
                record,
                Curve.of(record).stream()
                        .map(curve -> new Drawn(curve, Plot.of(curve, m)))
                        .toList());
    }

    @Override
    public String toString() {
        return "CurvesView[" + curves.size() + "]";
    }
}
