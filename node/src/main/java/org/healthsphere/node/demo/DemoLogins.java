package org.healthsphere.node.demo;

import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.healthsphere.node.access.NewUser;
import org.healthsphere.node.access.Password;
import org.healthsphere.node.access.Passwords;
import org.healthsphere.node.access.UserDirectory;
import org.healthsphere.node.demo.feeds.Hospital;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.specs.Role;

/** Somebody of every kind at every hospital, so that a visitor can be each of them. */
final class DemoLogins {
    private static final String PASSWORD = "healthsphere-demo";

    private final DemoNetwork network;
    private final Pens pens;
    private final SecureRandom random;
    private final Map<Hospital, String> codes = new EnumMap<>(Hospital.class);

    DemoLogins(DemoNetwork network, Pens pens, SecureRandom random) {
        this.network = network;
        this.pens = pens;
        this.random = random;
    }

    /** Opens the accounts; the running nodes read them anew. The patient gets a code at each desk, to make a passkey with. */
    void open(Function<Hospital, String> patient) {
        network.hospitals().parallelStream().forEach(member -> open(member, patient.apply(member.hospital())));
        for (var member : network.hospitals()) {
            codes.put(member.hospital(), pens.code(member.hospital(), patient.apply(member.hospital())));
        }
    }

    private void open(DemoHospital member, String patient) {
        var users = UserDirectory.open(new NodeFolder(member.data()).users(), new Passwords(random), random)
                .orElseThrow();
        for (var account : accounts(patient)) {
            var _ = users.add(account).orElseThrow();
        }
    }

    private static List<NewUser> accounts(String patient) {
        return List.of(
                account("patient", "Demo Patient", Role.PATIENT, Optional.of(patient)),
                account("clinician", "Demo Clinician", Role.CLINICIAN, Optional.empty()),
                account("researcher", "Demo Researcher", Role.RESEARCHER, Optional.empty()),
                account("operator", "Demo Operator", Role.OPERATOR, Optional.empty()));
    }

    private static NewUser account(String login, String name, Role role, Optional<String> patient) {
        return new NewUser(login, name, role, patient, new Password(PASSWORD));
    }

    String words() {
        var addresses = network.hospitals().stream()
                .map(member -> "  %-24s %s  code of the desk: %s"
                        .formatted(member.hospital().title(), member.origin(), codes.get(member.hospital())))
                .collect(Collectors.joining("\n"));
        return """
                The three hospitals are open until Ctrl-C:
                %s

                Sign in as clinician, researcher or operator; the password of all is %s
                As the patient, choose "I have a code from the hospital's desk" and make a passkey with the code; it is good once.
                The certificates come from the demo's own authority, so the browser will warn you: that is expected here.
                Programs: FHIR below /fhir, terminology below /terminology, the rest below /api/v1.
                """.formatted(addresses, PASSWORD);
    }
}
