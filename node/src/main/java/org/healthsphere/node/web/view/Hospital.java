package org.healthsphere.node.web.view;

/**
 * A member of the network, under the name that people know; or, where a patient says whom he means, one of its people.
 *
 * @param id of the member, {@code south}; of a person with what he is called there, {@code south/clinician-7}
 */
public record Hospital(String id, String name) {
    /** One of the people of a hospital. */
    public static Hospital person(Hospital at, String user, String name) {
        return new Hospital(at.id() + "/" + user, name + " (" + at.name() + ")");
    }

    public boolean isPerson() {
        return id.indexOf('/') >= 0;
    }

    /** The id of the member, also of a person's. */
    public String member() {
        return isPerson() ? id.substring(0, id.indexOf('/')) : id;
    }

    /** What a person is called at his hospital; for a hospital, anybody. */
    public String user() {
        return isPerson() ? id.substring(id.indexOf('/') + 1) : "preview";
    }
}
