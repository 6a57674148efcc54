package org.healthsphere.consent.fabric;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigPolicy;
import org.hyperledger.fabric.protos.common.ConfigValue;

/**
 * How a group of a channel's configuration becomes another one, in the form that an update of it has: what is changed stands there in
 * full and one version on; what is only relied on, by its version alone; a group that other things come into or go out of names all
 * that stays in it.
 *
 * @param read what the change was made from: when anybody changed it meanwhile, the update is refused
 */
record ConfigDifference(ConfigGroup read, ConfigGroup written, boolean isChange) {

    static ConfigDifference between(ConfigGroup before, ConfigGroup after) {
        var values = Parts.of(
                before.getValuesMap(), after.getValuesMap(), ConfigDifference::version, ConfigDifference::next);
        var policies = Parts.of(
                before.getPoliciesMap(), after.getPoliciesMap(), ConfigDifference::version, ConfigDifference::next);
        var below = below(before, after);
        var regrouped = values.regrouped()
                || policies.regrouped()
                || !before.getGroupsMap().keySet().equals(after.getGroupsMap().keySet())
                || !before.getModPolicy().equals(after.getModPolicy());
        var read = ConfigGroup.newBuilder().setVersion(before.getVersion());
        var written = ConfigGroup.newBuilder()
                .setVersion(before.getVersion())
                .putAllValues(values.written())
                .putAllPolicies(policies.written());
        if (regrouped) {
            read.putAllValues(values.same()).putAllPolicies(policies.same());
            written.putAllValues(values.same())
                    .putAllPolicies(policies.same())
                    .setVersion(before.getVersion() + 1)
                    .setModPolicy(after.getModPolicy());
        }
        below.forEach((name, group) -> {
            if (regrouped || group.isChange()) {
                read.putGroups(name, group.read());
                written.putGroups(name, group.written());
            }
        });
        after.getGroupsMap().forEach((name, group) -> {
            if (!below.containsKey(name)) {
                written.putGroups(name, group);
            }
        });
        var isChange = regrouped || !read.build().equals(written.build());
        return new ConfigDifference(read.build(), written.build(), isChange);
    }

    /** Of the groups that are in both. */
    private static Map<String, ConfigDifference> below(ConfigGroup before, ConfigGroup after) {
        Map<String, ConfigDifference> below = new HashMap<>();
        before.getGroupsMap().forEach((name, group) -> {
            if (after.containsGroups(name)) {
                below.put(name, between(group, after.getGroupsOrThrow(name)));
            }
        });
        return below;
    }

    private static ConfigValue version(ConfigValue value) {
        return ConfigValue.newBuilder().setVersion(value.getVersion()).build();
    }

    private static ConfigPolicy version(ConfigPolicy policy) {
        return ConfigPolicy.newBuilder().setVersion(policy.getVersion()).build();
    }

    private static ConfigValue next(ConfigValue before, ConfigValue after) {
        return after.toBuilder().setVersion(before.getVersion() + 1).build();
    }

    private static ConfigPolicy next(ConfigPolicy before, ConfigPolicy after) {
        return after.toBuilder().setVersion(before.getVersion() + 1).build();
    }

    /**
     * What stands in a group beside other groups.
     *
     * @param regrouped whether something came or went
     */
    private record Parts<T>(Map<String, T> same, Map<String, T> written, boolean regrouped) {
        static <T> Parts<T> of(
                Map<String, T> before, Map<String, T> after, UnaryOperator<T> version, BinaryOperator<T> next) {
            Map<String, T> same = new HashMap<>();
            Map<String, T> written = new HashMap<>();
            after.forEach((name, wanted) -> {
                var present = before.get(name);
                if (present == null) {
                    written.put(name, wanted);
                } else if (present.equals(wanted)) {
                    same.put(name, version.apply(present));
                } else {
                    written.put(name, next.apply(present, wanted));
                }
            });
            return new Parts<>(same, written, !before.keySet().equals(after.keySet()));
        }
    }
}
