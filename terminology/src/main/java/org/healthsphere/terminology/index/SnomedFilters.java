package org.healthsphere.terminology.index;

import java.util.List;
import java.util.Set;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.Snomed;
import org.healthsphere.terminology.content.ValueSet.Filter;
import org.roaringbitmap.RoaringBitmap;

/** The filters that FHIR defines for SNOMED CT alone: members of a reference set, and expression constraints. */
final class SnomedFilters {
    private static final Set<String> CONSTRAINT = Set.of("constraint", "expression");

    private SnomedFilters() {}

    static boolean isOne(CodeSystemIndex system, Filter filter) {
        return system.id().url().equals(Snomed.SYSTEM) && (isConstraint(filter) || isMembership(filter));
    }

    private static boolean isConstraint(Filter filter) {
        return CONSTRAINT.contains(filter.property()) && filter.op().equals("=");
    }

    private static boolean isMembership(Filter filter) {
        return filter.property().equals("concept") && filter.op().equals("in");
    }

    static Outcome<RoaringBitmap> select(CodeSystemIndex system, Filter filter) {
        return isConstraint(filter) ? EclEvaluator.evaluate(system, filter.value()) : members(system, filter.value());
    }

    private static Outcome<RoaringBitmap> members(CodeSystemIndex system, String refset) {
        var property = system.property(Snomed.MEMBER_OF);
        if (system.find(refset) == CodeSystemIndex.NONE) {
            return Outcome.failed(new Fault.Invalid(
                    List.of(new Problem(system.id().toString(), "there is no reference set '" + refset + "'"))));
        }
        return Outcome.of(property == CodeSystemIndex.NONE ? new RoaringBitmap() : system.having(property, refset));
    }
}
