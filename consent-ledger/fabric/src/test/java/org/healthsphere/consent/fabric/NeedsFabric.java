package org.healthsphere.consent.fabric;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs with Fabric's own programs, and is reported as skipped, with the reason, where they are missing. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("fabric")
@ExtendWith(NeedsFabric.Condition.class)
@interface NeedsFabric {
    /** Looks for the programs. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return switch (TestFabric.programs()) {
                case Outcome.Success<FabricPrograms>(var found) ->
                    ConditionEvaluationResult.enabled(
                            "programs of " + found.peer().getParent());
                case Outcome.Failure<FabricPrograms>(var fault) -> ConditionEvaluationResult.disabled(fault.toString());
            };
        }
    }
}
