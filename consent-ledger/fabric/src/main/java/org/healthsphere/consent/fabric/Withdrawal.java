package org.healthsphere.consent.fabric;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.Pem;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.MSPConfig;

/**
 * What is taken back while a network runs: an identity, by the administrator of its organization, or a hospital's part in it, by most of
 * the hospitals.
 */
record Withdrawal(Programs programs, Processes processes, FabricNetwork.Tools tools) {
    private static final int FEWEST = 2;
    private static final String MSP = "MSP";

    /** On no channel this identity is heard again; how many its authority has taken back by now. */
    Outcome<Integer> identity(NodeId organization, X509Certificate identity, Passphrase passphrase) throws IOException {
        var isOrdering = organization.value().equals(Sites.ORDERING);
        var whose = isOrdering ? programs.ordering() : programs.hospital(organization);
        if (!isOrdering && programs.sites().hospital(organization) instanceof Outcome.Failure<?>(var fault)) {
            return Outcome.failed(fault);
        }
        if (Administrator.of(whose).self().certificate().equals(identity)) {
            return Outcome.failed(new Fault.Conflict(
                    "it is the administrator's own, who has to sign: renew it first, and then take the old one back"));
        }
        var missing =
                processes.missing(programs.all().stream().map(Program::name).toList());
        if (missing.isPresent()) {
            return Outcome.failed(missing.get());
        }
        return switch (Registry.open(whose, passphrase, tools.clock(), tools.random())
                .then(registry -> registry.revoke(identity))) {
            case Outcome.Success<X509CRL>(var list) -> {
                publish(whose, list);
                yield Outcome.of(list.getRevokedCertificates().size());
            }
            case Outcome.Failure<X509CRL>(var fault) -> Outcome.failed(fault);
        };
    }

    /** In every channel, and beside the keys of its programs, where they read it at their next start. */
    private void publish(Organization organization, X509CRL list) throws IOException {
        var section =
                organization.name().equals(Sites.ORDERING) ? Reconfiguration.ORDERER : Reconfiguration.APPLICATION;
        // Its own peer may be the one that nobody tells anything any more.
        var witnesses = programs.sites().hospitals().stream()
                .filter(site -> !site.name().value().equals(organization.name()))
                .toList();
        for (var channel : programs.channels()) {
            reconfiguration()
                    .make(
                            channel,
                            root -> with(
                                    root,
                                    section,
                                    organization.name(),
                                    ByteString.copyFrom(Pem.of(list), StandardCharsets.US_ASCII)),
                            List.of(Administrator.of(organization)),
                            witnesses);
        }
        try (var homes = Files.list(organization.folder())) {
            for (var home : homes.filter(one -> Files.exists(one.resolve("msp/signcerts")))
                    .toList()) {
                new Msp(home.resolve("msp")).revoke(list);
            }
        }
    }

    private Reconfiguration reconfiguration() {
        return new Reconfiguration(programs.folder(), programs.sites(), tools);
    }

    private static ConfigGroup with(ConfigGroup channel, String section, String name, ByteString list)
            throws IOException {
        var around = channel.getGroupsOrThrow(section);
        var organization = around.getGroupsOrThrow(name);
        var value = organization.getValuesOrThrow(MSP);
        var config = MSPConfig.parseFrom(value.getValue());
        var msp = FabricMSPConfig.parseFrom(config.getConfig()).toBuilder()
                .clearRevocationList()
                .addRevocationList(list);
        var changed = value.toBuilder()
                .setValue(config.toBuilder()
                        .setConfig(msp.build().toByteString())
                        .build()
                        .toByteString());
        return channel.toBuilder()
                .putGroups(
                        section,
                        around.toBuilder()
                                .putGroups(
                                        name,
                                        organization.toBuilder()
                                                .putValues(MSP, changed.build())
                                                .build())
                                .build())
                .build();
    }

    /**
     * From now on it is nobody on the channels: the others neither take its word nor tell it anything. Its processes end.
     *
     * @return the sites that are left
     */
    Outcome<Sites> hospital(NodeId name) throws IOException {
        var sites = programs.sites();
        if (sites.hospital(name) instanceof Outcome.Failure<?>(var fault)) {
            return Outcome.failed(fault);
        }
        if (sites.hospitals().size() <= FEWEST) {
            return Outcome.failed(new Fault.Conflict(
                    "one hospital alone has nobody who vouches for what it shows: two have to stay"));
        }
        var own = List.of(Programs.contract(name), Programs.peer(name));
        var missing = processes.missing(programs.all().stream()
                .map(Program::name)
                .filter(one -> !own.contains(one))
                .toList());
        if (missing.isPresent()) {
            return Outcome.failed(missing.get());
        }
        exclude(name);
        for (var process : own) {
            processes.stop(process);
        }
        var left = sites.without(name);
        left.write(programs.folder());
        return Outcome.of(left);
    }

    private void exclude(NodeId name) throws IOException {
        var others = programs.sites().without(name).hospitals();
        var signers =
                reconfiguration().most(others, programs.sites().hospitals().size());
        for (var channel : programs.channels()) {
            reconfiguration().make(channel, root -> without(root, name.value()), signers, others);
        }
    }

    private static ConfigGroup without(ConfigGroup channel, String hospital) {
        var hospitals = channel.getGroupsOrThrow(Reconfiguration.APPLICATION);
        return channel.toBuilder()
                .putGroups(
                        Reconfiguration.APPLICATION,
                        hospitals.toBuilder().removeGroups(hospital).build())
                .build();
    }
}
