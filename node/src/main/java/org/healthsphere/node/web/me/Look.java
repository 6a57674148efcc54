package org.healthsphere.node.web.me;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/**
 * Somebody asked for the patient's record.
 *
 * @param who as that hospital names its person: a name or a user id
 * @param what the kinds of entries that were shown; none when it was refused
 * @param correlation names the request in audit and receipt
 * @param way by which it was asked, as far as the log tells; empty where the right says it
 * @param receipt whether there is a receipt of it, which for most there is a minute later
 */
public record Look(
        String id,
        Instant at,
        Who who,
        Set<Category> what,
        PurposeOfUse purpose,
        Right right,
        Optional<Way> way,
        boolean receipt,
        String correlation) {
    public Look {
        what = Set.copyOf(what);
    }

    public boolean wasRefused() {
        return right instanceof Right.Refused;
    }

    /** Somebody else asked. */
    public boolean isByOthers() {
        return !(right instanceof Right.Own);
    }

    public boolean wasEmergency() {
        return right instanceof Right.Emergency;
    }

    /** Who asked, from where. */
    public record Who(String name, Role role, Hospital hospital) {}

    /** How somebody came to ask. */
    public sealed interface Way {
        /** At the hospital whose record it is. */
        record Inside() implements Way {}

        /** From another hospital, by way of the network. */
        record Network() implements Way {}

        /** With an app that the hospital's people use. */
        record WithApp(String name) implements Way {}

        /** In an export of records. */
        record Export() implements Way {}

        /** A program is told of changes. */
        record Told() implements Way {}

        /** A study counted him among others. */
        record Counted() implements Way {}
    }

    /** By which right it was shown. */
    public sealed interface Right {
        /** The patient had allowed it. */
        record Allowed(Instant since) implements Right {}

        /** The glass was broken, for this reason. */
        record Emergency(String reason) implements Right {
            @Override
            public String toString() {
                return "Emergency[REDACTED]";
            }
        }

        /** He looked himself. */
        record Own() implements Right {}

        /**
         * Somebody opened a link that he gave away.
         *
         * @param label what the patient called it
         * @param opened whether it opened: he may have said a wrong passcode
         */
        record OwnLink(String label, boolean opened) implements Right {
            @Override
            public String toString() {
                return "OwnLink[REDACTED]";
            }
        }

        /** Somebody looked who acts for him. */
        record ActsFor() implements Right {}

        /** An app looked that he connected. */
        record OwnApp(String name) implements Right {}

        /** The hospital's own work with its own record, or the law. */
        record Duty() implements Right {}

        /** It was not shown. */
        record Refused() implements Right {}
    }
}
