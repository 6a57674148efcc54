package org.healthsphere.node.web.view;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.healthsphere.specs.NodeId;

/**
 * One of the people of a hospital.
 *
 * @param user what he is called there
 * @param name with that of the hospital
 */
public record Clinician(Hospital at, String user, String name) implements Party {
    /** What a consent can mean. */
    private static final Pattern ID = Pattern.compile("([a-z][a-z0-9-]{1,62})/([A-Za-z0-9._:@|-]{1,128})");

    /** One of this name at this hospital. */
    public static Clinician of(Hospital at, String user, String name) {
        return new Clinician(at, user, name + " (" + at.name() + ")");
    }

    /** The one whom a consent means by this id, under the name that stands in it; empty when it is the id of nobody. */
    public static Optional<Clinician> named(String id, String name, Function<NodeId, Hospital> hospitals) {
        var parts = ID.matcher(id);
        return parts.matches()
                ? Optional.of(new Clinician(hospitals.apply(new NodeId(parts.group(1))), parts.group(2), name))
                : Optional.empty();
    }

    /** Whether a consent can mean him. */
    public boolean canBeMeant() {
        return ID.matcher(id()).matches();
    }

    @Override
    public String id() {
        return at.id() + "/" + user;
    }
}
