package org.healthsphere.consent.embedded;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigPolicy;
import org.hyperledger.fabric.protos.common.ConfigValue;

/** A channel's configuration taken apart, as an update of it names, replaces and is judged by single elements. */
final class ChannelElements {
    private ChannelElements() {}

    /** What an element is; a group and a value may have the same name. */
    enum Kind {
        GROUP,
        VALUE,
        POLICY
    }

    /**
     * Where an element stands.
     *
     * @param path the names of the groups below the channel's own, and the element's
     */
    record Place(Kind kind, List<String> path) {
        Place {
            path = List.copyOf(path);
        }

        /** Whose policies are meant by a name alone: a group's own, for all else those of the group that it stands in. */
        List<String> home() {
            return kind == Kind.GROUP ? path : path.subList(0, path.size() - 1);
        }

        private Place below(Kind what, String name) {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            return new Place(what, longer);
        }
    }

    /**
     * One element.
     *
     * @param permission the policy by which it may be changed
     */
    record Element(long version, String permission, Message content) {}

    static Map<Place, Element> of(ConfigGroup channel) {
        Map<Place, Element> all = new HashMap<>();
        put(all, new Place(Kind.GROUP, List.of()), channel);
        return all;
    }

    private static void put(Map<Place, Element> all, Place place, ConfigGroup group) {
        all.put(place, new Element(group.getVersion(), group.getModPolicy(), group));
        group.getValuesMap()
                .forEach((name, value) -> all.put(
                        place.below(Kind.VALUE, name), new Element(value.getVersion(), value.getModPolicy(), value)));
        group.getPoliciesMap()
                .forEach((name, policy) -> all.put(
                        place.below(Kind.POLICY, name),
                        new Element(policy.getVersion(), policy.getModPolicy(), policy)));
        group.getGroupsMap().forEach((name, below) -> put(all, place.below(Kind.GROUP, name), below));
    }

    /** Put together again: what a group names is in it, and nothing else. */
    static ConfigGroup joined(Map<Place, Element> all) throws InvalidProtocolBufferException {
        return group(all, new Place(Kind.GROUP, List.of()));
    }

    private static ConfigGroup group(Map<Place, Element> all, Place place) throws InvalidProtocolBufferException {
        var named = content(all, place, ConfigGroup.class);
        var group = named.toBuilder();
        for (var name : named.getValuesMap().keySet()) {
            group.putValues(name, content(all, place.below(Kind.VALUE, name), ConfigValue.class));
        }
        for (var name : named.getPoliciesMap().keySet()) {
            group.putPolicies(name, content(all, place.below(Kind.POLICY, name), ConfigPolicy.class));
        }
        for (var name : named.getGroupsMap().keySet()) {
            group.putGroups(name, group(all, place.below(Kind.GROUP, name)));
        }
        return group.build();
    }

    private static <T> T content(Map<Place, Element> all, Place place, Class<T> type)
            throws InvalidProtocolBufferException {
        var element = all.get(place);
        if (element == null) {
            throw new InvalidProtocolBufferException("a group names what is not there");
        }
        return type.cast(element.content());
    }
}
