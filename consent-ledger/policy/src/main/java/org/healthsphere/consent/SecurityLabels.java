package org.healthsphere.consent;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Portion;

/**
 * What a provision means that names security labels (HL7 DS4P).
 *
 * <p>Confidentiality is ordered. A resource without one is normal, or restricted when it bears a label of sensitivity. A resource with
 * several sensitivities is shown by a permission of sensitivities only when that names them all.
 */
final class SecurityLabels {
    static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    static final String SENSITIVITY = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    /** From the lowest to the highest. */
    private static final List<String> ORDER = List.of("U", "L", "M", "N", "R", "V");

    private static final int NORMAL = ORDER.indexOf("N");
    private static final int RESTRICTED = ORDER.indexOf("R");

    /** The codes of v3-ActCode below InformationSensitivityPolicy. */
    private static final Set<String> SENSITIVITIES = Set.of(
            "ETH", "ETHUD", "OPIOIDUD", "SUD", "GDIS", "HIV", "MST", "SCA", "SDV", "SEX", "STD", "SPI", "BH", "COGN",
            "DVD", "EMOTDIS", "MH", "PSY", "PSYTHPN", "TBOO", "VIO", "SICKLE", "IDS", "PREGNANT", "ADOL", "CEL", "DIA",
            "DRGIS", "EMP", "PDS", "PHY", "PRS", "COMPT", "DEMO", "DOB", "GENDER", "LIVARG", "MARST", "RACE", "REL",
            "VIP");

    private SecurityLabels() {}

    /** What a denial of these hides. */
    static Portion denied(Set<Coding> labels) {
        List<Portion> any = new ArrayList<>();
        Set<Coding> named = new HashSet<>();
        for (var label : labels) {
            var rank = rank(label);
            if (rank < 0) {
                named.add(label);
            } else {
                named.addAll(from(rank, ORDER.size()));
                any.addAll(unlabelledAbove(rank));
            }
        }
        any.add(new Portion.Labels(named));
        return Portion.any(any);
    }

    /** What bears no such label and is of that confidentiality all the same. */
    private static List<Portion> unlabelledAbove(int rank) {
        if (rank > RESTRICTED) {
            return List.of();
        }
        if (rank > NORMAL) {
            return List.of(new Portion.LabelledIn(SENSITIVITY));
        }
        var lower = rank == 0 ? Portion.Extent.NOTHING : new Portion.Labels(from(0, rank));
        return List.of(new Portion.LabelledIn(SENSITIVITY), lower.not());
    }

    /** What a permission of these shows. */
    static Portion permitted(Set<Coding> labels) {
        List<Portion> any = new ArrayList<>();
        var highest = labels.stream().mapToInt(SecurityLabels::rank).max().orElse(-1);
        if (highest >= 0) {
            any.add(upTo(highest));
        }
        var sensitivities = labels.stream().filter(label -> rank(label) < 0).toList();
        if (!sensitivities.isEmpty()) {
            any.add(sensitive(new HashSet<>(sensitivities)));
        }
        return Portion.any(any);
    }

    private static Portion upTo(int highest) {
        List<Portion> all = new ArrayList<>();
        if (highest + 1 < ORDER.size()) {
            all.add(new Portion.Labels(from(highest + 1, ORDER.size())).not());
        }
        if (highest < RESTRICTED) {
            all.add(new Portion.LabelledIn(SENSITIVITY).not());
        }
        if (highest < NORMAL) {
            all.add(new Portion.Labels(from(0, highest + 1)));
        }
        return Portion.all(all);
    }

    private static Portion sensitive(Set<Coding> permitted) {
        Set<Coding> others = new HashSet<>(Set.of(new Coding(CONFIDENTIALITY, "V")));
        SENSITIVITIES.forEach(code -> others.add(new Coding(SENSITIVITY, code)));
        others.removeAll(permitted);
        return new Portion.Labels(permitted).and(new Portion.Labels(others).not());
    }

    /** How confidential a label says something is; -1 for one that is not about that. */
    private static int rank(Coding label) {
        return label.system().equals(CONFIDENTIALITY) ? ORDER.indexOf(label.code()) : -1;
    }

    private static Set<Coding> from(int first, int end) {
        Set<Coding> labels = new HashSet<>();
        ORDER.subList(first, end).forEach(code -> labels.add(new Coding(CONFIDENTIALITY, code)));
        return labels;
    }
}
