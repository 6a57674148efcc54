package org.healthsphere.consent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/**
 * What holds where no directive of the patient says otherwise. Whatever it does not permit needs a directive that does.
 *
 * @param staff by purpose, the roles at the custodian itself that need no directive
 * @param everywhere by purpose, the roles at any member that need none: the breaking of the glass
 */
public record NetworkPolicy(Map<PurposeOfUse, Set<Role>> staff, Map<PurposeOfUse, Set<Role>> everywhere) {
    public NetworkPolicy {
        staff = copy(staff);
        everywhere = copy(everywhere);
    }

    /**
     * A hospital's own staff treats its patients and runs the hospital; a patient reads his own record; a clinician of any
     * member may break the glass. All else, another member and research above all, needs the patient's yes.
     */
    public static NetworkPolicy standard() {
        return new NetworkPolicy(
                Map.of(
                        PurposeOfUse.TREAT, EnumSet.of(Role.CLINICIAN, Role.SYSTEM),
                        PurposeOfUse.HOPERAT, EnumSet.of(Role.CLINICIAN, Role.STEWARD, Role.SYSTEM),
                        PurposeOfUse.PATRQT, EnumSet.of(Role.PATIENT)),
                Map.of(PurposeOfUse.ETREAT, EnumSet.of(Role.CLINICIAN)));
    }

    boolean permits(ConsentRequest request, boolean atCustodian) {
        return lists(everywhere, request) || (atCustodian && lists(staff, request));
    }

    private static boolean lists(Map<PurposeOfUse, Set<Role>> policy, ConsentRequest request) {
        return policy.getOrDefault(request.purpose(), Set.of())
                .contains(request.requester().role());
    }

    /** Names exactly this policy, for receipts. */
    public Sha256 version() {
        var json = JsonNodeFactory.instance.objectNode();
        write(staff, json.putObject("staff"));
        write(everywhere, json.putObject("everywhere"));
        return Sha256.of(CanonicalJson.of(json));
    }

    private static void write(
            Map<PurposeOfUse, Set<Role>> policy, com.fasterxml.jackson.databind.node.ObjectNode json) {
        policy.forEach((purpose, roles) -> {
            var names = json.putArray(purpose.name());
            roles.stream().map(Enum::name).sorted().forEach(names::add);
        });
    }

    private static Map<PurposeOfUse, Set<Role>> copy(Map<PurposeOfUse, Set<Role>> policy) {
        Map<PurposeOfUse, Set<Role>> copy = new EnumMap<>(PurposeOfUse.class);
        policy.forEach((purpose, roles) -> copy.put(purpose, Set.copyOf(roles)));
        return Map.copyOf(copy);
    }
}
